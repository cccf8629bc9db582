package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_MULTI;

import io.conntrack.Expectation;
import io.conntrack.ExpectationView;
import io.conntrack.spi.ExpectationBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads and writes messages of one expectation. */
final class ExpectationMessages {

  private static final int EXPECTATION = NFNL_SUBSYS_CTNETLINK_EXP << 8 | IPCTNL_MSG_EXP_NEW;
  private static final int ALL_ATTRIBUTES = -1;
  private static final int CAPACITY = 1024;

  private ExpectationMessages() {}

  /** Returns the expectation in the first message of a buffer. */
  static Expectation decode(ByteBuffer datagram) {
    MessageReader message = new MessageReader().wrap(datagram, datagram.capacity());
    message.next();
    ExpectationBuffer expectation = new ExpectationBuffer();
    new ExpectationDecoder().decode(message, expectation);
    return Expectation.copyOf(expectation);
  }

  /** Returns a buffer of one message with all that an expectation has. */
  static ByteBuffer encode(ExpectationView expectation, ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(order);
    MessageBuilder message = new MessageBuilder(buffer);
    int family = FlowDecoder.familyNumber(expectation.tuple().family());
    message.begin(EXPECTATION, NLM_F_MULTI, 0, family);
    ExpectationEncoder.put(message, expectation, ALL_ATTRIBUTES);
    message.end();
    return buffer.slice(0, message.length()).order(order);
  }
}
