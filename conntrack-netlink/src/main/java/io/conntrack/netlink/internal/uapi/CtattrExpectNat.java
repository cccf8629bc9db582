package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_expect_nat}. */
public final class CtattrExpectNat {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrExpectNat.class);

  public static final int CTA_EXPECT_NAT_DIR = 1; // __be32, enum ip_conntrack_dir
  public static final int CTA_EXPECT_NAT_TUPLE = 2; // nested, enum ctattr_tuple

  private CtattrExpectNat() {}
}
