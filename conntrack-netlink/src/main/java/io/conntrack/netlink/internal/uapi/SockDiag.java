package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/sock_diag.h}: the requests about sockets. */
public final class SockDiag {
  public static final int SOCK_DIAG_BY_FAMILY = 20; // also the type of the answers
  public static final int SOCK_DESTROY = 21;

  private SockDiag() {}
}
