package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nf_conntrack_sctp.h}, {@code enum sctp_conntrack}. */
public final class SctpConntrack {
  public static final int SCTP_CONNTRACK_NONE = 0;
  public static final int SCTP_CONNTRACK_CLOSED = 1;
  public static final int SCTP_CONNTRACK_COOKIE_WAIT = 2;
  public static final int SCTP_CONNTRACK_COOKIE_ECHOED = 3;
  public static final int SCTP_CONNTRACK_ESTABLISHED = 4;
  public static final int SCTP_CONNTRACK_SHUTDOWN_SENT = 5;
  public static final int SCTP_CONNTRACK_SHUTDOWN_RECD = 6;
  public static final int SCTP_CONNTRACK_SHUTDOWN_ACK_SENT = 7;
  public static final int SCTP_CONNTRACK_HEARTBEAT_SENT = 8;
  public static final int SCTP_CONNTRACK_HEARTBEAT_ACKED = 9; // no longer used

  private SctpConntrack() {}
}
