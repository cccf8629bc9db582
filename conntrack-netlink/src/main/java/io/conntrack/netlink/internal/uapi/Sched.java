package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/sched.h}: kinds of namespaces. */
public final class Sched {
  public static final int CLONE_NEWNET = 0x40000000;

  private Sched() {}
}
