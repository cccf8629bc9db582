package io.conntrack.netlink.internal.uapi;

/**
 * {@code netinet/tcp.h}, in the kernel {@code net/tcp_states.h}: the states of a socket, also of
 * one that is not of TCP.
 */
public final class TcpStates {
  public static final int TCP_ESTABLISHED = 1; // also a connected UDP socket
  public static final int TCP_SYN_SENT = 2;
  public static final int TCP_SYN_RECV = 3;
  public static final int TCP_FIN_WAIT1 = 4;
  public static final int TCP_FIN_WAIT2 = 5;
  public static final int TCP_TIME_WAIT = 6;
  public static final int TCP_CLOSE = 7; // also an unconnected UDP socket
  public static final int TCP_CLOSE_WAIT = 8;
  public static final int TCP_LAST_ACK = 9;
  public static final int TCP_LISTEN = 10;
  public static final int TCP_CLOSING = 11;

  private TcpStates() {}
}
