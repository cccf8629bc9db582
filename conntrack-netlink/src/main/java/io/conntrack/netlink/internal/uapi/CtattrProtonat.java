package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_protonat}. */
public final class CtattrProtonat {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrProtonat.class);

  public static final int CTA_PROTONAT_PORT_MIN = 1; // __be16
  public static final int CTA_PROTONAT_PORT_MAX = 2; // __be16

  private CtattrProtonat() {}
}
