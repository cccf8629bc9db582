package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_expect_stats}.
 *
 * <p>Each {@code __be32}.
 */
public final class CtattrStatsExp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrStatsExp.class);

  public static final int CTA_STATS_EXP_NEW = 1;
  public static final int CTA_STATS_EXP_CREATE = 2;
  public static final int CTA_STATS_EXP_DELETE = 3;

  private CtattrStatsExp() {}
}
