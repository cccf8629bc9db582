package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_GET_STATS_CPU;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS_CPU;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;

/** Writes the requests for statistics of each processor. Each method writes one whole message. */
public final class StatisticsRequests {

  private static final int AF_UNSPEC = 0;

  private StatisticsRequests() {}

  /** Asks what each processor has counted of flows and packets. */
  public static void flows(MessageBuilder message, int sequence) {
    dump(message, sequence, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET_STATS_CPU);
  }

  /** Asks what each processor has counted of expectations. */
  public static void expectations(MessageBuilder message, int sequence) {
    dump(message, sequence, NFNL_SUBSYS_CTNETLINK_EXP << 8 | IPCTNL_MSG_EXP_GET_STATS_CPU);
  }

  private static void dump(MessageBuilder message, int sequence, int type) {
    message.begin(type, NLM_F_REQUEST | NLM_F_DUMP, sequence, AF_UNSPEC);
    message.end();
  }
}
