package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_stats_cpu}.
 *
 * <p>Each {@code __be32}.
 */
public final class CtattrStatsCpu {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrStatsCpu.class);

  public static final int CTA_STATS_SEARCHED = 1; // no longer sent
  public static final int CTA_STATS_FOUND = 2;
  public static final int CTA_STATS_NEW = 3; // no longer sent
  public static final int CTA_STATS_INVALID = 4;
  public static final int CTA_STATS_IGNORE = 5; // no longer sent
  public static final int CTA_STATS_DELETE = 6; // no longer sent
  public static final int CTA_STATS_DELETE_LIST = 7; // no longer sent
  public static final int CTA_STATS_INSERT = 8;
  public static final int CTA_STATS_INSERT_FAILED = 9;
  public static final int CTA_STATS_DROP = 10;
  public static final int CTA_STATS_EARLY_DROP = 11;
  public static final int CTA_STATS_ERROR = 12;
  public static final int CTA_STATS_SEARCH_RESTART = 13;
  public static final int CTA_STATS_CLASH_RESOLVE = 14; // since Linux 5.10
  public static final int CTA_STATS_CHAIN_TOOLONG = 15; // since Linux 5.15

  private CtattrStatsCpu() {}
}
