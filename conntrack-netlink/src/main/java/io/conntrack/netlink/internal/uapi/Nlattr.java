package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netlink.h}: the attribute header, {@code struct nlattr}. */
public final class Nlattr {
  public static final int NLA_ALIGNTO = 4;
  public static final int NLA_HDRLEN = 4;

  public static final int NLA_F_NESTED = 0x8000;
  public static final int NLA_F_NET_BYTEORDER = 0x4000;
  public static final int NLA_TYPE_MASK = ~(NLA_F_NESTED | NLA_F_NET_BYTEORDER);

  private Nlattr() {}
}
