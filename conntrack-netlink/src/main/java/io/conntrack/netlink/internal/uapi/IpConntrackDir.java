package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nf_conntrack_tuple_common.h}, {@code enum ip_conntrack_dir}. */
public final class IpConntrackDir {
  public static final int IP_CT_DIR_ORIGINAL = 0;
  public static final int IP_CT_DIR_REPLY = 1;

  private IpConntrackDir() {}
}
