package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_seqadj}. */
public final class CtattrSeqadj {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrSeqadj.class);

  public static final int CTA_SEQADJ_CORRECTION_POS = 1; // __be32
  public static final int CTA_SEQADJ_OFFSET_BEFORE = 2; // __be32, signed
  public static final int CTA_SEQADJ_OFFSET_AFTER = 3; // __be32, signed

  private CtattrSeqadj() {}
}
