package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;

import io.conntrack.Expectation;
import io.conntrack.ExpectationView;
import io.conntrack.netlink.internal.codec.ExpectationDecoder;
import io.conntrack.netlink.internal.codec.ExpectationRequests;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.ExpectationBuffer;
import java.time.Duration;

/** One dump of all expectations. Confined to one thread, but any thread may close it. */
final class ExpectationDump implements EntrySource<Expectation> {

  private static final int EXPECTATION = NFNL_SUBSYS_CTNETLINK_EXP << 8 | IPCTNL_MSG_EXP_NEW;

  private final DumpReader dump;
  private final ExpectationDecoder decoder = new ExpectationDecoder();
  private final ExpectationBuffer expectation = new ExpectationBuffer();

  ExpectationDump(Operation operation, Transport transport, Duration timeout) {
    this.dump =
        new DumpReader(operation, transport, timeout, EXPECTATION, ExpectationRequests::dump, null);
  }

  @Override
  public boolean next() {
    try {
      if (dump.next()) {
        decoder.decode(dump.entry(), expectation);
        return true;
      }
      return false;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Returns the expectation, valid until the next step. */
  ExpectationView expectation() {
    return expectation;
  }

  @Override
  public Expectation copy() {
    return Expectation.copyOf(expectation);
  }

  @Override
  public void close() {
    dump.close();
  }
}
