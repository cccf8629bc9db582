package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_GET;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;

/** Writes the requests of the table of expectations. Each method writes one whole message. */
public final class ExpectationRequests {

  private static final int EXP = NFNL_SUBSYS_CTNETLINK_EXP << 8;
  private static final int AF_UNSPEC = 0;

  private ExpectationRequests() {}

  /** Asks for all expectations, one by one. */
  public static void dump(MessageBuilder message, int sequence) {
    message.begin(EXP | IPCTNL_MSG_EXP_GET, NLM_F_REQUEST | NLM_F_DUMP, sequence, AF_UNSPEC);
    message.end();
  }
}
