package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.function.IntSupplier;

/** One dump of the flows that a filter selects. */
final class FlowDump implements FlowSource {

  private static final int FLOW = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;

  private final FlowFilter filter;
  private final DumpReader dump;
  private final ResizeWatch resizes;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();

  /**
   * Prepares a dump.
   *
   * @param conditions what the kernel is asked for
   * @param filter what is delivered of the flows that the kernel sends
   */
  FlowDump(
      Operation operation,
      Transport transport,
      Pushdown conditions,
      FlowFilter filter,
      Duration timeout) {
    this(operation, transport, conditions, filter, timeout, HashTable::buckets);
  }

  FlowDump(
      Operation operation,
      Transport transport,
      Pushdown conditions,
      FlowFilter filter,
      Duration timeout,
      IntSupplier buckets) {
    this.filter = filter;
    this.resizes = new ResizeWatch(operation, buckets);
    this.dump =
        new DumpReader(
            operation,
            transport,
            timeout,
            FLOW,
            (message, sequence) -> FlowRequests.dump(message, sequence, conditions),
            conditions.isEmpty() ? null : FlowRequests::dump);
  }

  @Override
  public boolean next() {
    resizes.begin();
    while (dump.next()) {
      if (isSelected()) {
        return true;
      }
    }
    flow.clear();
    resizes.end();
    return false;
  }

  private boolean isSelected() {
    try {
      decoder.decode(dump.entry(), flow);
      return filter.test(flow);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public FlowView flow() {
    return flow;
  }

  @Override
  public void close() {
    dump.close();
  }
}
