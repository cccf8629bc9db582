package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum cntl_msg_types}.
 *
 * <p>Messages of subsystem {@link Nfnl#NFNL_SUBSYS_CTNETLINK}.
 */
public final class CtnlMsgTypes {
  public static final int IPCTNL_MSG_CT_NEW = 0; // also entries of dumps, new and update events
  public static final int IPCTNL_MSG_CT_GET = 1;
  public static final int IPCTNL_MSG_CT_DELETE = 2; // also destroy events
  public static final int IPCTNL_MSG_CT_GET_CTRZERO = 3;
  public static final int IPCTNL_MSG_CT_GET_STATS_CPU = 4;
  public static final int IPCTNL_MSG_CT_GET_STATS = 5;
  public static final int IPCTNL_MSG_CT_GET_DYING = 6;
  public static final int IPCTNL_MSG_CT_GET_UNCONFIRMED = 7;

  private CtnlMsgTypes() {}
}
