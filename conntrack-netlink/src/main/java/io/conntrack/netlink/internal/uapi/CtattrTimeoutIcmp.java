package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_icmp}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutIcmp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutIcmp.class);

  public static final int CTA_TIMEOUT_ICMP_TIMEOUT = 1;

  private CtattrTimeoutIcmp() {}
}
