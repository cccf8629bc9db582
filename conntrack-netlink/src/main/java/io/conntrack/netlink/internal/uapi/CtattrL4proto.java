package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_l4proto}. */
public final class CtattrL4proto {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrL4proto.class);

  public static final int CTA_PROTO_NUM = 1; // u8, IPPROTO_*
  public static final int CTA_PROTO_SRC_PORT = 2; // __be16
  public static final int CTA_PROTO_DST_PORT = 3; // __be16
  public static final int CTA_PROTO_ICMP_ID = 4; // __be16
  public static final int CTA_PROTO_ICMP_TYPE = 5; // u8
  public static final int CTA_PROTO_ICMP_CODE = 6; // u8
  public static final int CTA_PROTO_ICMPV6_ID = 7; // __be16
  public static final int CTA_PROTO_ICMPV6_TYPE = 8; // u8
  public static final int CTA_PROTO_ICMPV6_CODE = 9; // u8

  private CtattrL4proto() {}
}
