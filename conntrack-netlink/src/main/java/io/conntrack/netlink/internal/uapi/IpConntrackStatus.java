package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nf_conntrack_common.h}, {@code enum ip_conntrack_status}. */
public final class IpConntrackStatus {
  public static final int IPS_EXPECTED = 1 << 0;
  public static final int IPS_SEEN_REPLY = 1 << 1;
  public static final int IPS_ASSURED = 1 << 2;
  public static final int IPS_CONFIRMED = 1 << 3;
  public static final int IPS_SRC_NAT = 1 << 4;
  public static final int IPS_DST_NAT = 1 << 5;
  public static final int IPS_SEQ_ADJUST = 1 << 6;
  public static final int IPS_SRC_NAT_DONE = 1 << 7;
  public static final int IPS_DST_NAT_DONE = 1 << 8;
  public static final int IPS_DYING = 1 << 9;
  public static final int IPS_FIXED_TIMEOUT = 1 << 10;
  public static final int IPS_TEMPLATE = 1 << 11;
  public static final int IPS_UNTRACKED = 1 << 12;
  public static final int IPS_HELPER = 1 << 13;
  public static final int IPS_OFFLOAD = 1 << 14;
  public static final int IPS_HW_OFFLOAD = 1 << 15;

  public static final int IPS_NAT_MASK = IPS_DST_NAT | IPS_SRC_NAT;
  public static final int IPS_NAT_DONE_MASK = IPS_DST_NAT_DONE | IPS_SRC_NAT_DONE;
  public static final int IPS_UNCHANGEABLE_MASK = 0xdbf9;

  private IpConntrackStatus() {}
}
