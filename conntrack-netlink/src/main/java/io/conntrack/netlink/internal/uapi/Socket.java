package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/socket.h} and {@code asm-generic/socket.h}: sockets and their options. */
public final class Socket {
  public static final int AF_NETLINK = 16;

  // enum sock_type
  public static final int SOCK_RAW = 3;
  public static final int SOCK_CLOEXEC = 0x80000;

  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;

  public static final int SOL_SOCKET = 1;
  public static final int SOL_NETLINK = 270;

  public static final int SO_ERROR = 4;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_ATTACH_FILTER = 26;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int SO_MEMINFO = 55;

  // linux/sock_diag.h
  public static final int SK_MEMINFO_RMEM_ALLOC = 0;
  public static final int SK_MEMINFO_DROPS = 8;

  private Socket() {}
}
