package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_type}. */
public final class CtattrType {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrType.class);

  public static final int CTA_TUPLE_ORIG = 1; // nested, enum ctattr_tuple
  public static final int CTA_TUPLE_REPLY = 2; // nested, enum ctattr_tuple
  public static final int CTA_STATUS = 3; // __be32, enum ip_conntrack_status
  public static final int CTA_PROTOINFO = 4; // nested, enum ctattr_protoinfo
  public static final int CTA_HELP = 5; // nested, enum ctattr_help
  public static final int CTA_NAT_SRC = 6; // nested, enum ctattr_nat
  public static final int CTA_TIMEOUT = 7; // __be32, seconds
  public static final int CTA_MARK = 8; // __be32
  public static final int CTA_COUNTERS_ORIG = 9; // nested, enum ctattr_counters
  public static final int CTA_COUNTERS_REPLY = 10; // nested, enum ctattr_counters
  public static final int CTA_USE = 11; // __be32
  public static final int CTA_ID = 12; // 4 opaque bytes
  public static final int CTA_NAT_DST = 13; // nested, enum ctattr_nat
  public static final int CTA_TUPLE_MASTER = 14; // nested, enum ctattr_tuple
  public static final int CTA_SEQ_ADJ_ORIG = 15; // nested, enum ctattr_seqadj
  public static final int CTA_SEQ_ADJ_REPLY = 16; // nested, enum ctattr_seqadj
  public static final int CTA_SECMARK = 17; // obsolete
  public static final int CTA_ZONE = 18; // __be16
  public static final int CTA_SECCTX = 19; // nested, enum ctattr_secctx
  public static final int CTA_TIMESTAMP = 20; // nested, enum ctattr_tstamp
  public static final int CTA_MARK_MASK = 21; // __be32
  public static final int CTA_LABELS = 22; // 16 bytes, the kernel's memory image
  public static final int CTA_LABELS_MASK = 23; // as CTA_LABELS
  public static final int CTA_SYNPROXY = 24; // nested, enum ctattr_synproxy
  public static final int CTA_FILTER = 25; // nested, enum ctattr_filter
  public static final int CTA_STATUS_MASK = 26; // __be32
  public static final int CTA_TIMESTAMP_EVENT = 27; // __be64, like its START; since Linux 6.14

  private CtattrType() {}
}
