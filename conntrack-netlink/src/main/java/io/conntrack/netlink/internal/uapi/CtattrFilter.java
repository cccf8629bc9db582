package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_filter}. */
public final class CtattrFilter {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrFilter.class);

  public static final int CTA_FILTER_ORIG_FLAGS = 1; // u32 in host order, CTA_FILTER_F_*
  public static final int CTA_FILTER_REPLY_FLAGS = 2; // u32 in host order, CTA_FILTER_F_*

  private CtattrFilter() {}
}
