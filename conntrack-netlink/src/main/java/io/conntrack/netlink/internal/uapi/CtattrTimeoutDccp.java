package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_dccp}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutDccp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutDccp.class);

  public static final int CTA_TIMEOUT_DCCP_REQUEST = 1;
  public static final int CTA_TIMEOUT_DCCP_RESPOND = 2;
  public static final int CTA_TIMEOUT_DCCP_PARTOPEN = 3;
  public static final int CTA_TIMEOUT_DCCP_OPEN = 4;
  public static final int CTA_TIMEOUT_DCCP_CLOSEREQ = 5;
  public static final int CTA_TIMEOUT_DCCP_CLOSING = 6;
  public static final int CTA_TIMEOUT_DCCP_TIMEWAIT = 7;

  private CtattrTimeoutDccp() {}
}
