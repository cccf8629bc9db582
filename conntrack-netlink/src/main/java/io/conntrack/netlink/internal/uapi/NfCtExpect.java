package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nf_conntrack_common.h}: flags of an expectation. */
public final class NfCtExpect {
  public static final int NF_CT_EXPECT_PERMANENT = 0x1;
  public static final int NF_CT_EXPECT_INACTIVE = 0x2;
  public static final int NF_CT_EXPECT_USERSPACE = 0x4;

  private NfCtExpect() {}
}
