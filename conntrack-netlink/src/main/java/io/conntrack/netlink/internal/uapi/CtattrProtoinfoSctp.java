package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_protoinfo_sctp}. */
public final class CtattrProtoinfoSctp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrProtoinfoSctp.class);

  public static final int CTA_PROTOINFO_SCTP_STATE = 1; // u8, enum sctp_conntrack
  public static final int CTA_PROTOINFO_SCTP_VTAG_ORIGINAL = 2; // __be32
  public static final int CTA_PROTOINFO_SCTP_VTAG_REPLY = 3; // __be32

  private CtattrProtoinfoSctp() {}
}
