package io.conntrack.netlink.internal.uapi;

/** uapi {@code asm-generic/fcntl.h}: flags of {@code open}. */
public final class Fcntl {
  public static final int O_RDONLY = 0;
  public static final int O_CLOEXEC = 0x80000;

  private Fcntl() {}
}
