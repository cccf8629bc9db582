package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_udp}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutUdp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutUdp.class);

  public static final int CTA_TIMEOUT_UDP_UNREPLIED = 1;
  public static final int CTA_TIMEOUT_UDP_REPLIED = 2;

  private CtattrTimeoutUdp() {}
}
