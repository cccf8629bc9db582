package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_protoinfo_dccp}. */
public final class CtattrProtoinfoDccp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrProtoinfoDccp.class);

  public static final int CTA_PROTOINFO_DCCP_STATE = 1; // u8
  public static final int CTA_PROTOINFO_DCCP_ROLE = 2; // u8
  public static final int CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ = 3; // __be64
  public static final int CTA_PROTOINFO_DCCP_PAD = 4;

  private CtattrProtoinfoDccp() {}
}
