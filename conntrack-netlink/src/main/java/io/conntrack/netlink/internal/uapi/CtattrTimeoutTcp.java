package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_tcp}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutTcp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutTcp.class);

  public static final int CTA_TIMEOUT_TCP_SYN_SENT = 1;
  public static final int CTA_TIMEOUT_TCP_SYN_RECV = 2;
  public static final int CTA_TIMEOUT_TCP_ESTABLISHED = 3;
  public static final int CTA_TIMEOUT_TCP_FIN_WAIT = 4;
  public static final int CTA_TIMEOUT_TCP_CLOSE_WAIT = 5;
  public static final int CTA_TIMEOUT_TCP_LAST_ACK = 6;
  public static final int CTA_TIMEOUT_TCP_TIME_WAIT = 7;
  public static final int CTA_TIMEOUT_TCP_CLOSE = 8;
  public static final int CTA_TIMEOUT_TCP_SYN_SENT2 = 9;
  public static final int CTA_TIMEOUT_TCP_RETRANS = 10;
  public static final int CTA_TIMEOUT_TCP_UNACK = 11;

  private CtattrTimeoutTcp() {}
}
