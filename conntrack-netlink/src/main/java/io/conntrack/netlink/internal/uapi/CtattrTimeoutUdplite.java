package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_udplite}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutUdplite {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutUdplite.class);

  public static final int CTA_TIMEOUT_UDPLITE_UNREPLIED = 1;
  public static final int CTA_TIMEOUT_UDPLITE_REPLIED = 2;

  private CtattrTimeoutUdplite() {}
}
