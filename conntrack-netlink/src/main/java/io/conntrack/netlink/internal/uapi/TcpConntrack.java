package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nf_conntrack_tcp.h}, {@code enum tcp_conntrack}. */
public final class TcpConntrack {
  public static final int TCP_CONNTRACK_NONE = 0;
  public static final int TCP_CONNTRACK_SYN_SENT = 1;
  public static final int TCP_CONNTRACK_SYN_RECV = 2;
  public static final int TCP_CONNTRACK_ESTABLISHED = 3;
  public static final int TCP_CONNTRACK_FIN_WAIT = 4;
  public static final int TCP_CONNTRACK_CLOSE_WAIT = 5;
  public static final int TCP_CONNTRACK_LAST_ACK = 6;
  public static final int TCP_CONNTRACK_TIME_WAIT = 7;
  public static final int TCP_CONNTRACK_CLOSE = 8;
  public static final int TCP_CONNTRACK_LISTEN = 9; // obsolete name
  public static final int TCP_CONNTRACK_SYN_SENT2 = TCP_CONNTRACK_LISTEN;

  private TcpConntrack() {}
}
