package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_tstamp}. */
public final class CtattrTstamp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTstamp.class);

  public static final int CTA_TIMESTAMP_START = 1; // __be64, nanoseconds since the epoch
  public static final int CTA_TIMESTAMP_STOP = 2; // __be64, nanoseconds since the epoch
  public static final int CTA_TIMESTAMP_PAD = 3; // empty, aligns what follows

  private CtattrTstamp() {}
}
