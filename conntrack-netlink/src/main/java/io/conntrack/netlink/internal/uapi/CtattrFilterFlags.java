package io.conntrack.netlink.internal.uapi;

/**
 * Kernel-internal {@code net/netfilter/nf_internals.h}: the tuple fields that a filter compares.
 *
 * <p>Since Linux 5.8. Installed headers lack them, but their values are part of the protocol.
 */
public final class CtattrFilterFlags {
  public static final int CTA_FILTER_F_CTA_IP_SRC = 1 << 0;
  public static final int CTA_FILTER_F_CTA_IP_DST = 1 << 1;
  public static final int CTA_FILTER_F_CTA_TUPLE_ZONE = 1 << 2;
  public static final int CTA_FILTER_F_CTA_PROTO_NUM = 1 << 3;
  public static final int CTA_FILTER_F_CTA_PROTO_SRC_PORT = 1 << 4;
  public static final int CTA_FILTER_F_CTA_PROTO_DST_PORT = 1 << 5;
  public static final int CTA_FILTER_F_CTA_PROTO_ICMP_TYPE = 1 << 6;
  public static final int CTA_FILTER_F_CTA_PROTO_ICMP_CODE = 1 << 7;
  public static final int CTA_FILTER_F_CTA_PROTO_ICMP_ID = 1 << 8;
  public static final int CTA_FILTER_F_CTA_PROTO_ICMPV6_TYPE = 1 << 9;
  public static final int CTA_FILTER_F_CTA_PROTO_ICMPV6_CODE = 1 << 10;
  public static final int CTA_FILTER_F_CTA_PROTO_ICMPV6_ID = 1 << 11;

  private CtattrFilterFlags() {}
}
