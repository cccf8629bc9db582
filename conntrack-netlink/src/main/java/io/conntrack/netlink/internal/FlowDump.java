package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;

import io.conntrack.ConntrackException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * One dump of the flows that a filter selects.
 *
 * <p>The kernel walks its hash table from bucket to bucket and does not notice when that is resized
 * under way, so this compares the number of buckets at the end with the one at the start.
 */
final class FlowDump implements FlowSource {

  private static final int FLOW = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;

  private final Operation operation;
  private final FlowFilter filter;
  private final DumpReader dump;
  private final IntSupplier buckets;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();
  private int bucketsAtStart = HashTable.UNKNOWN;
  private boolean started;

  FlowDump(Operation operation, Transport transport, FlowFilter filter, Duration timeout) {
    this(operation, transport, filter, timeout, HashTable::buckets);
  }

  FlowDump(
      Operation operation,
      Transport transport,
      FlowFilter filter,
      Duration timeout,
      IntSupplier buckets) {
    this.operation = operation;
    this.filter = filter;
    this.buckets = buckets;
    this.dump = new DumpReader(operation, transport, timeout, FLOW, FlowRequests::dump);
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      bucketsAtStart = buckets.getAsInt();
    }
    while (dump.next()) {
      if (isSelected()) {
        return true;
      }
    }
    flow.clear();
    checkBuckets();
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

  private void checkBuckets() {
    int before = bucketsAtStart;
    bucketsAtStart = HashTable.UNKNOWN; // complains once
    int now = before == HashTable.UNKNOWN ? before : buckets.getAsInt();
    if (now != before && now != HashTable.UNKNOWN) {
      throw new ConntrackException(
          operation.toString(),
          0,
          "flows may be missing or doubled, because the kernel's hash table was resized meanwhile"
              + " from "
              + before
              + " to "
              + now
              + " buckets - dump again");
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
