package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_icmpv6}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutIcmpv6 {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutIcmpv6.class);

  public static final int CTA_TIMEOUT_ICMPV6_TIMEOUT = 1;

  private CtattrTimeoutIcmpv6() {}
}
