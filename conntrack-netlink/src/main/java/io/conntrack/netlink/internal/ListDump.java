package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;

import io.conntrack.ConntrackException;
import io.conntrack.FlowView;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.function.ObjIntConsumer;

/** One dump of the flows that are in a list of the kernel instead of its table. */
final class ListDump implements FlowSource {

  private static final int FLOW = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;
  private static final String NO_LISTS = "this kernel shows no such list - needs Linux 3.9";

  private final Operation operation;
  private final DumpReader dump;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();

  private ListDump(
      Operation operation,
      Transport transport,
      Duration timeout,
      ObjIntConsumer<MessageBuilder> request) {
    this.operation = operation;
    this.dump = new DumpReader(operation, transport, timeout, FLOW, request, null);
  }

  /** Prepares a dump of the flows whose end could not be told yet. */
  static FlowSource dying(Operation operation, Transport transport, Duration timeout) {
    return new ListDump(operation, transport, timeout, FlowRequests::dying);
  }

  /** Prepares a dump of the flows whose first packet is still on its way. */
  static FlowSource unconfirmed(
      Operation operation, Transport transport, Duration timeout, KernelRelease release) {
    return new Unconfirmed(
        operation, new ListDump(operation, transport, timeout, FlowRequests::unconfirmed), release);
  }

  @Override
  public boolean next() {
    try {
      if (dump.next()) {
        decoder.decode(dump.entry(), flow);
        return true;
      }
    } catch (ConntrackException e) {
      close();
      throw e.errno() == Errno.EINVAL
          ? new UnsupportedByKernelException(operation.toString(), e.errno(), NO_LISTS)
          : e;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    flow.clear();
    return false;
  }

  @Override
  public FlowView flow() {
    return flow;
  }

  @Override
  public void close() {
    dump.close();
  }

  /**
   * A dump that current kernels always answer by nothing, which must not look as if there were no
   * such flows (net/netfilter: {@code ctnetlink_dump_unconfirmed} until Linux 5.18).
   */
  private static final class Unconfirmed implements FlowSource {

    private final Operation operation;
    private final FlowSource dump;
    private final KernelRelease release;
    private boolean any;

    Unconfirmed(Operation operation, FlowSource dump, KernelRelease release) {
      this.operation = operation;
      this.dump = dump;
      this.release = release;
    }

    @Override
    public boolean next() {
      if (dump.next()) {
        any = true;
        return true;
      }
      if (!any && release.isAtLeast(5, 19)) {
        throw new UnsupportedByKernelException(
            operation.toString(),
            0,
            "Linux "
                + release
                + " keeps no list of unconfirmed flows, none does since 5.19 - they count in"
                + " count(), and come into the table once their first packet is through");
      }
      return false;
    }

    @Override
    public FlowView flow() {
      return dump.flow();
    }

    @Override
    public void close() {
      dump.close();
    }
  }
}
