package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nf_conntrack_tcp.h}: bits of {@code struct nf_ct_tcp_flags}. */
public final class TcpFlags {
  public static final int IP_CT_TCP_FLAG_WINDOW_SCALE = 0x01;
  public static final int IP_CT_TCP_FLAG_SACK_PERM = 0x02;
  public static final int IP_CT_TCP_FLAG_CLOSE_INIT = 0x04;
  public static final int IP_CT_TCP_FLAG_BE_LIBERAL = 0x08;
  public static final int IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED = 0x10;
  public static final int IP_CT_TCP_FLAG_MAXACK_SET = 0x20;
  public static final int IP_CT_EXP_CHALLENGE_ACK = 0x40;
  public static final int IP_CT_TCP_SIMULTANEOUS_OPEN = 0x80;

  private TcpFlags() {}
}
