package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_gre}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutGre {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutGre.class);

  public static final int CTA_TIMEOUT_GRE_UNREPLIED = 1;
  public static final int CTA_TIMEOUT_GRE_REPLIED = 2;

  private CtattrTimeoutGre() {}
}
