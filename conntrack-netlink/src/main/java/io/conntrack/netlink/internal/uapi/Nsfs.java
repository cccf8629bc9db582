package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/nsfs.h}: questions to a namespace. */
public final class Nsfs {
  public static final int NS_GET_USERNS = 0xb701; // opens the user namespace that owns it; 4.9
  public static final int NS_GET_NSTYPE = 0xb703; // answers CLONE_NEW*; since Linux 4.11

  private Nsfs() {}
}
