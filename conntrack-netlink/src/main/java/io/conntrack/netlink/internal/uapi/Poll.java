package io.conntrack.netlink.internal.uapi;

/** uapi {@code asm-generic/poll.h}: what {@code poll} waits for. */
public final class Poll {
  public static final int POLLIN = 0x1;

  private Poll() {}
}
