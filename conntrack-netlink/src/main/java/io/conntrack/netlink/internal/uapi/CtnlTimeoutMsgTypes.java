package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctnl_timeout_msg_types}.
 *
 * <p>Messages of subsystem {@link Nfnl#NFNL_SUBSYS_CTNETLINK_TIMEOUT}.
 */
public final class CtnlTimeoutMsgTypes {
  public static final int IPCTNL_MSG_TIMEOUT_NEW = 0;
  public static final int IPCTNL_MSG_TIMEOUT_GET = 1;
  public static final int IPCTNL_MSG_TIMEOUT_DELETE = 2;
  public static final int IPCTNL_MSG_TIMEOUT_DEFAULT_SET = 3; // also the answer to DEFAULT_GET
  public static final int IPCTNL_MSG_TIMEOUT_DEFAULT_GET = 4;

  private CtnlTimeoutMsgTypes() {}
}
