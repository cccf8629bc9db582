package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/eventfd.h}: flags of {@code eventfd2}. */
public final class Eventfd {
  public static final int EFD_CLOEXEC = 0x80000;
  public static final int EFD_NONBLOCK = 0x800;

  private Eventfd() {}
}
