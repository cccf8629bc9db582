package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_counters}. */
public final class CtattrCounters {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrCounters.class);

  public static final int CTA_COUNTERS_PACKETS = 1; // __be64
  public static final int CTA_COUNTERS_BYTES = 2; // __be64
  public static final int CTA_COUNTERS32_PACKETS = 3; // no longer sent
  public static final int CTA_COUNTERS32_BYTES = 4; // no longer sent
  public static final int CTA_COUNTERS_PAD = 5; // empty, aligns what follows

  private CtattrCounters() {}
}
