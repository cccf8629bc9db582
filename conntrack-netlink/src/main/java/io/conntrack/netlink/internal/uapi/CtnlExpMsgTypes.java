package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctnl_exp_msg_types}.
 *
 * <p>Messages of subsystem {@link Nfnl#NFNL_SUBSYS_CTNETLINK_EXP}.
 */
public final class CtnlExpMsgTypes {
  public static final int IPCTNL_MSG_EXP_NEW = 0; // also entries of dumps and new events
  public static final int IPCTNL_MSG_EXP_GET = 1;
  public static final int IPCTNL_MSG_EXP_DELETE = 2; // also destroy events
  public static final int IPCTNL_MSG_EXP_GET_STATS_CPU = 3;

  private CtnlExpMsgTypes() {}
}
