package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_protoinfo_tcp}. */
public final class CtattrProtoinfoTcp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrProtoinfoTcp.class);

  public static final int CTA_PROTOINFO_TCP_STATE = 1; // u8, enum tcp_conntrack
  public static final int CTA_PROTOINFO_TCP_WSCALE_ORIGINAL = 2; // u8
  public static final int CTA_PROTOINFO_TCP_WSCALE_REPLY = 3; // u8
  public static final int CTA_PROTOINFO_TCP_FLAGS_ORIGINAL = 4; // struct nf_ct_tcp_flags
  public static final int CTA_PROTOINFO_TCP_FLAGS_REPLY = 5; // struct nf_ct_tcp_flags

  private CtattrProtoinfoTcp() {}
}
