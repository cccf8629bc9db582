package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_sctp}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutSctp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutSctp.class);

  public static final int CTA_TIMEOUT_SCTP_CLOSED = 1;
  public static final int CTA_TIMEOUT_SCTP_COOKIE_WAIT = 2;
  public static final int CTA_TIMEOUT_SCTP_COOKIE_ECHOED = 3;
  public static final int CTA_TIMEOUT_SCTP_ESTABLISHED = 4;
  public static final int CTA_TIMEOUT_SCTP_SHUTDOWN_SENT = 5;
  public static final int CTA_TIMEOUT_SCTP_SHUTDOWN_RECD = 6;
  public static final int CTA_TIMEOUT_SCTP_SHUTDOWN_ACK_SENT = 7;
  public static final int CTA_TIMEOUT_SCTP_HEARTBEAT_SENT = 8;
  public static final int CTA_TIMEOUT_SCTP_HEARTBEAT_ACKED = 9; // no longer used

  private CtattrTimeoutSctp() {}
}
