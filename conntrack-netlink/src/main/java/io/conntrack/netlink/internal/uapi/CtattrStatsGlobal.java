package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_stats_global}.
 *
 * <p>Each {@code __be32}.
 */
public final class CtattrStatsGlobal {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrStatsGlobal.class);

  public static final int CTA_STATS_GLOBAL_ENTRIES = 1;
  public static final int CTA_STATS_GLOBAL_MAX_ENTRIES = 2;

  private CtattrStatsGlobal() {}
}
