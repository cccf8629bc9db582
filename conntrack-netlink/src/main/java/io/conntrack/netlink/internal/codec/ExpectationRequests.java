package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_ID;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_MASTER;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_TUPLE;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_ZONE;
import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_DELETE;
import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_GET;
import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CREATE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_EXCL;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;

import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationView;
import io.conntrack.TupleView;

/**
 * Writes the requests of the table of expectations. Each method writes one whole message.
 *
 * <p>A delete without a tuple empties the table, or takes all of a helper, so only {@link #flush}
 * writes one.
 */
public final class ExpectationRequests {

  private static final int EXP = NFNL_SUBSYS_CTNETLINK_EXP << 8;
  private static final int AF_UNSPEC = 0;

  /** What a program may choose in a creation, where the kernel heeds no timeout. */
  private static final int CREATABLE =
      ExpectationAttribute.ZONE.bit()
          | ExpectationAttribute.FLAGS.bit()
          | ExpectationAttribute.CLASS.bit()
          | ExpectationAttribute.HELPER.bit()
          | ExpectationAttribute.FUNCTION.bit()
          | ExpectationAttribute.NAT.bit();

  private ExpectationRequests() {}

  /** Asks for all expectations, one by one. */
  public static void dump(MessageBuilder message, int sequence) {
    message.begin(EXP | IPCTNL_MSG_EXP_GET, NLM_F_REQUEST | NLM_F_DUMP, sequence, AF_UNSPEC);
    message.end();
  }

  /** Asks for the expectation that covers this tuple, of a master in this zone. */
  public static void get(MessageBuilder message, int sequence, TupleView tuple, int zone) {
    beginKey(message, IPCTNL_MSG_EXP_GET, NLM_F_REQUEST, sequence, tuple, zone);
    message.end();
  }

  /** Creates an expectation that must not exist. */
  public static void create(MessageBuilder message, int sequence, ExpectationView expectation) {
    int flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
    int family = FlowDecoder.familyNumber(expectation.tuple().family());
    message.begin(EXP | IPCTNL_MSG_EXP_NEW, flags, sequence, family);
    ExpectationEncoder.put(message, expectation, CREATABLE);
    message.end();
  }

  /**
   * Sets the time until the expectation ends that covers this tuple.
   *
   * @param seconds an unsigned 32-bit number
   */
  public static void update(
      MessageBuilder message, int sequence, TupleView tuple, int zone, int seconds) {
    beginKey(message, IPCTNL_MSG_EXP_NEW, NLM_F_REQUEST | NLM_F_ACK, sequence, tuple, zone);
    TupleEncoder.put(message, CTA_EXPECT_MASK, tuple); // must be there, and is not looked at
    TupleEncoder.put(message, CTA_EXPECT_MASTER, tuple); // likewise
    message.putBe32(CTA_EXPECT_TIMEOUT, seconds);
    message.end();
  }

  /** Removes the expectation that covers this tuple, if it has this id. */
  public static void delete(
      MessageBuilder message, int sequence, TupleView tuple, int zone, int id) {
    beginKey(message, IPCTNL_MSG_EXP_DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence, tuple, zone);
    message.putBe32(CTA_EXPECT_ID, id);
    message.end();
  }

  /** Removes all expectations. */
  public static void flush(MessageBuilder message, int sequence) {
    message.begin(EXP | IPCTNL_MSG_EXP_DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence, AF_UNSPEC);
    message.end();
  }

  private static void beginKey(
      MessageBuilder message, int type, int flags, int sequence, TupleView tuple, int zone) {
    message.begin(EXP | type, flags, sequence, FlowDecoder.familyNumber(tuple.family()));
    TupleEncoder.put(message, CTA_EXPECT_TUPLE, tuple);
    if (zone != 0) {
      message.putBe16(CTA_EXPECT_ZONE, zone);
    }
  }
}
