package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_protoinfo}. */
public final class CtattrProtoinfo {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrProtoinfo.class);

  public static final int CTA_PROTOINFO_TCP = 1; // nested, enum ctattr_protoinfo_tcp
  public static final int CTA_PROTOINFO_DCCP = 2; // nested, ctattr_protoinfo_dccp; until Linux 6.16
  public static final int CTA_PROTOINFO_SCTP = 3; // nested, enum ctattr_protoinfo_sctp

  private CtattrProtoinfo() {}
}
