package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;

/** One dump of the flows that a filter selects. */
final class FlowDump implements FlowSource {

  private static final int FLOW = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;

  private final FlowFilter filter;
  private final DumpReader dump;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();

  FlowDump(Operation operation, Transport transport, FlowFilter filter, Duration timeout) {
    this.filter = filter;
    this.dump = new DumpReader(operation, transport, timeout, FLOW, FlowRequests::dump);
  }

  @Override
  public boolean next() {
    while (dump.next()) {
      if (isSelected()) {
        return true;
      }
    }
    flow.clear();
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
