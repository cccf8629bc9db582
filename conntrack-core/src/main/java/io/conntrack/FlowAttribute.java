package io.conntrack;

/**
 * Names what a flow may carry beside its two tuples. The kernel sends some attributes always, some
 * only in certain messages and some only if a sysctl or a rule asks for them; {@link FlowView#has}
 * tells.
 */
public enum FlowAttribute {
  /** Status bits: {@code CTA_STATUS}. */
  STATUS,
  /**
   * Time to live: {@code CTA_TIMEOUT}. Absent on offloaded flows and when a flow's time ran out.
   */
  TIMEOUT,
  /** Mark: {@code CTA_MARK}. In events the absent mark is 0. */
  MARK,
  /** The kernel's id: {@code CTA_ID}. */
  ID,
  /** Reference count: {@code CTA_USE}. Not in events. */
  USE,
  /** Zone of both directions: {@code CTA_ZONE}. Absent in the default zone. */
  ZONE,
  /** Zone of the original direction alone: {@code CTA_TUPLE_ZONE}. */
  ORIGINAL_ZONE,
  /** Zone of the reply direction alone: {@code CTA_TUPLE_ZONE}. */
  REPLY_ZONE,
  /**
   * Counters of the original direction: {@code CTA_COUNTERS_ORIG}. Needs sysctl {@code
   * nf_conntrack_acct}.
   */
  ORIGINAL_COUNTERS,
  /** Counters of the reply direction: {@code CTA_COUNTERS_REPLY}. */
  REPLY_COUNTERS,
  /** Start time: {@code CTA_TIMESTAMP_START}. Needs sysctl {@code nf_conntrack_timestamp}. */
  START,
  /** End time: {@code CTA_TIMESTAMP_STOP}. Only in the event of a flow's end. */
  STOP,
  /** Time of an event: {@code CTA_TIMESTAMP_EVENT}, since Linux 6.14. */
  EVENT_TIME,
  /** TCP tracking state: {@code CTA_PROTOINFO_TCP_STATE}. */
  TCP_STATE,
  /** Window scale and flags of the TCP originator. */
  TCP_ORIGINAL,
  /** Window scale and flags of the TCP responder. */
  TCP_REPLY,
  /** SCTP tracking state: {@code CTA_PROTOINFO_SCTP_STATE}. */
  SCTP_STATE,
  /** SCTP verification tags: {@code CTA_PROTOINFO_SCTP_VTAG_*}. */
  SCTP_TAGS,
  /** DCCP tracking state: {@code CTA_PROTOINFO_DCCP_STATE}, before Linux 6.17. */
  DCCP_STATE,
  /** DCCP role and handshake number: {@code CTA_PROTOINFO_DCCP_ROLE}, {@code _HANDSHAKE_SEQ}. */
  DCCP_HANDSHAKE,
  /** Name of the attached helper: {@code CTA_HELP_NAME}. */
  HELPER,
  /** Labels: {@code CTA_LABELS}. Absent if no bit is set. */
  LABELS,
  /** Security context: {@code CTA_SECCTX_NAME}. Needs a security module that labels packets. */
  SECURITY_CONTEXT,
  /** Original tuple of the master: {@code CTA_TUPLE_MASTER}. Only on expected flows. */
  MASTER,
  /** Sequence adjustment of the original direction: {@code CTA_SEQ_ADJ_ORIG}. */
  ORIGINAL_SEQUENCE_ADJUSTMENT,
  /** Sequence adjustment of the reply direction: {@code CTA_SEQ_ADJ_REPLY}. */
  REPLY_SEQUENCE_ADJUSTMENT,
  /** State of the SYN proxy: {@code CTA_SYNPROXY}. */
  SYNPROXY,
  /** Source NAT asked for at creation: {@code CTA_NAT_SRC}. Never sent by the kernel. */
  SOURCE_NAT,
  /** Destination NAT asked for at creation: {@code CTA_NAT_DST}. Never sent by the kernel. */
  DESTINATION_NAT;

  @SuppressWarnings("EnumOrdinal") // any numbering will do, nobody stores it
  private final long bit = 1L << ordinal();

  /** Returns this attribute's bit in {@link FlowView#attributeBits()}. */
  public long bit() {
    return bit;
  }
}
