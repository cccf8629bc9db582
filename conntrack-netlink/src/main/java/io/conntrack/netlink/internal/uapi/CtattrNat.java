package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_nat}. */
public final class CtattrNat {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrNat.class);

  public static final int CTA_NAT_V4_MINIP = 1; // 4 bytes
  public static final int CTA_NAT_V4_MAXIP = 2; // 4 bytes
  public static final int CTA_NAT_PROTO = 3; // nested, enum ctattr_protonat
  public static final int CTA_NAT_V6_MINIP = 4; // 16 bytes
  public static final int CTA_NAT_V6_MAXIP = 5; // 16 bytes

  private CtattrNat() {}
}
