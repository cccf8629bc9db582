package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_expect}. */
public final class CtattrExpect {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrExpect.class);

  public static final int CTA_EXPECT_MASTER = 1; // nested, enum ctattr_tuple
  public static final int CTA_EXPECT_TUPLE = 2; // nested, enum ctattr_tuple
  public static final int CTA_EXPECT_MASK = 3; // nested, enum ctattr_tuple
  public static final int CTA_EXPECT_TIMEOUT = 4; // __be32, seconds
  public static final int CTA_EXPECT_ID = 5; // 4 opaque bytes
  public static final int CTA_EXPECT_HELP_NAME = 6; // string
  public static final int CTA_EXPECT_ZONE = 7; // __be16
  public static final int CTA_EXPECT_FLAGS = 8; // __be32, NF_CT_EXPECT_*
  public static final int CTA_EXPECT_CLASS = 9; // __be32
  public static final int CTA_EXPECT_NAT = 10; // nested, enum ctattr_expect_nat
  public static final int CTA_EXPECT_FN = 11; // string

  private CtattrExpect() {}
}
