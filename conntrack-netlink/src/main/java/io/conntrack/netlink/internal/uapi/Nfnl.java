package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink.h}: subsystems and multicast groups.
 *
 * <p>A message type is {@code subsystem << 8 | message}.
 */
public final class Nfnl {
  public static final int NFNETLINK_V0 = 0;

  public static final int NFNL_SUBSYS_NONE = 0;
  public static final int NFNL_SUBSYS_CTNETLINK = 1;
  public static final int NFNL_SUBSYS_CTNETLINK_EXP = 2;
  public static final int NFNL_SUBSYS_QUEUE = 3;
  public static final int NFNL_SUBSYS_ULOG = 4;
  public static final int NFNL_SUBSYS_OSF = 5;
  public static final int NFNL_SUBSYS_IPSET = 6;
  public static final int NFNL_SUBSYS_ACCT = 7;
  public static final int NFNL_SUBSYS_CTNETLINK_TIMEOUT = 8;
  public static final int NFNL_SUBSYS_CTHELPER = 9;
  public static final int NFNL_SUBSYS_NFTABLES = 10;
  public static final int NFNL_SUBSYS_NFT_COMPAT = 11;
  public static final int NFNL_SUBSYS_HOOK = 12;

  public static final int NFNL_MSG_BATCH_BEGIN = 16;
  public static final int NFNL_MSG_BATCH_END = 17;

  // enum nfnetlink_groups
  public static final int NFNLGRP_NONE = 0;
  public static final int NFNLGRP_CONNTRACK_NEW = 1;
  public static final int NFNLGRP_CONNTRACK_UPDATE = 2;
  public static final int NFNLGRP_CONNTRACK_DESTROY = 3;
  public static final int NFNLGRP_CONNTRACK_EXP_NEW = 4;
  public static final int NFNLGRP_CONNTRACK_EXP_UPDATE = 5; // the kernel sends nothing to it
  public static final int NFNLGRP_CONNTRACK_EXP_DESTROY = 6;
  public static final int NFNLGRP_NFTABLES = 7;
  public static final int NFNLGRP_ACCT_QUOTA = 8;
  public static final int NFNLGRP_NFTRACE = 9;

  private Nfnl() {}
}
