package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_tuple}. */
public final class CtattrTuple {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTuple.class);

  public static final int CTA_TUPLE_IP = 1; // nested, enum ctattr_ip
  public static final int CTA_TUPLE_PROTO = 2; // nested, enum ctattr_l4proto
  public static final int CTA_TUPLE_ZONE = 3; // __be16, of this direction only

  private CtattrTuple() {}
}
