package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.uapi.Nfnl;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A socket of all groups with the program of a filter. */
final class FilteredEvents implements AutoCloseable {

  private static final int SLOTS = 64;
  private static final int MAX_BYTES = 1 << 11;
  private static final int RECEIVE_BUFFER = 1 << 20; // half of it, and the machine's limit, count

  private final FlowFilter filter;
  private final CompiledFilter compiled;
  private final NetlinkSocket socket = NetlinkSocket.open();

  private FilteredEvents(FlowFilter filter) {
    this.filter = filter;
    this.compiled = FilterCompiler.compile(filter);
  }

  static FilteredEvents open(FlowFilter filter) {
    FilteredEvents events = new FilteredEvents(filter);
    try {
      events.socket.resizeReceiveBuffer(RECEIVE_BUFFER, false);
      events.compiled.program().ifPresent(p -> KernelFilter.attach(events.socket, p));
      for (int group = Nfnl.NFNLGRP_CONNTRACK_NEW;
          group <= Nfnl.NFNLGRP_CONNTRACK_EXP_DESTROY;
          group++) {
        events.socket.joinGroup(group);
      }
      return events;
    } catch (RuntimeException e) {
      events.close();
      throw e;
    }
  }

  /** Returns the datagrams that are there. */
  List<byte[]> drain() {
    List<byte[]> events = new ArrayList<>();
    ReceiveBatch batch = ReceiveBatch.allocate(SLOTS, MAX_BYTES);
    int count;
    while ((count = socket.receiveBatch(batch, System.nanoTime())) > 0) {
      for (int slot = 0; slot < count; slot++) {
        ByteBuffer bytes = batch.slot(slot);
        byte[] event = new byte[bytes.remaining()];
        bytes.get(event);
        events.add(event);
      }
    }
    return events;
  }

  static boolean isOfExpectation(byte[] event) {
    int subsystem = ByteBuffer.wrap(event).order(ByteOrder.nativeOrder()).getShort(4) >>> 8;
    return subsystem == Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
  }

  /** Returns the flow of an event. */
  static Flow flow(byte[] event) {
    return Event.decode(event, ByteOrder.nativeOrder());
  }

  /** Compares what came, less the residue, with what the filter selects of all events. */
  void assertReceivedOnlyWhatIsSelectedOf(List<byte[]> all, String hint) {
    List<byte[]> kept = drain();
    assertThat(hex(kept))
        .as("%s, %s", hint, compiled.explain())
        .isEqualTo(hex(select(all, compiled.kernel())));
    assertThat(hex(select(kept, compiled.residue())))
        .as("%s, %s", hint, compiled.explain())
        .isEqualTo(hex(select(all, filter)));
  }

  private static List<String> hex(List<byte[]> events) {
    return events.stream().map(HexFormat.of()::formatHex).toList();
  }

  private static List<byte[]> select(List<byte[]> events, FlowFilter by) {
    return events.stream().filter(event -> by.test(flow(event))).toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}
