package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_BYTES;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_PACKETS;
import static io.conntrack.netlink.internal.uapi.CtattrHelp.CTA_HELP_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_DCCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_SCTP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_TCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_ROLE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_VTAG_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrSecctx.CTA_SECCTX_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_START;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_STOP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_HELP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ID;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_DST;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_PROTOINFO;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SECCTX;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SEQ_ADJ_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SEQ_ADJ_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SYNPROXY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMESTAMP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMESTAMP_EVENT;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_MASTER;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_USE;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ZONE;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import java.util.stream.Stream;

/** Where an event keeps what filters ask for, {@code enum ctattr_type}. */
final class EventAttributes {

  static final TupleAttributes ORIGINAL = new TupleAttributes(Attribute.nest(CTA_TUPLE_ORIG));
  static final TupleAttributes REPLY = new TupleAttributes(Attribute.nest(CTA_TUPLE_REPLY));
  static final TupleAttributes MASTER =
      new TupleAttributes(Attribute.optionalNest(CTA_TUPLE_MASTER));

  static final Attribute STATUS = Attribute.optionalValue(CTA_STATUS, 4);
  static final Attribute MARK = Attribute.optionalValue(CTA_MARK, 4);
  static final Attribute ZONE = Attribute.optionalValue(CTA_ZONE, 2);
  static final Attribute TIMEOUT = Attribute.optionalValue(CTA_TIMEOUT, 4);
  static final Attribute USE = Attribute.optionalValue(CTA_USE, 4);
  static final Attribute ID = Attribute.optionalValue(CTA_ID, 4);
  static final Attribute LABELS = Attribute.optionalValue(CTA_LABELS, 16);

  // texts, of which the NUL is sure
  static final Attribute HELPER = Attribute.optionalNest(CTA_HELP).value(CTA_HELP_NAME, 1);
  static final Attribute SECURITY_CONTEXT =
      Attribute.optionalNest(CTA_SECCTX).value(CTA_SECCTX_NAME, 1);

  private static final Attribute TCP =
      Attribute.optionalNest(CTA_PROTOINFO).innerNest(CTA_PROTOINFO_TCP);
  private static final Attribute SCTP =
      Attribute.optionalNest(CTA_PROTOINFO).innerNest(CTA_PROTOINFO_SCTP);
  private static final Attribute DCCP =
      Attribute.optionalNest(CTA_PROTOINFO).innerNest(CTA_PROTOINFO_DCCP);

  static final Attribute TCP_STATE = TCP.value(CTA_PROTOINFO_TCP_STATE, 1);
  static final Attribute SCTP_STATE = SCTP.value(CTA_PROTOINFO_SCTP_STATE, 1);
  static final Attribute DCCP_STATE = DCCP.value(CTA_PROTOINFO_DCCP_STATE, 1);

  private EventAttributes() {}

  static TupleAttributes tuple(Direction direction) {
    return direction == Direction.ORIGINAL ? ORIGINAL : REPLY;
  }

  static Attribute sctpTag(Direction direction) {
    return SCTP.value(
        direction == Direction.ORIGINAL
            ? CTA_PROTOINFO_SCTP_VTAG_ORIGINAL
            : CTA_PROTOINFO_SCTP_VTAG_REPLY,
        4);
  }

  static Attribute packets(Direction direction) {
    return counters(direction).value(CTA_COUNTERS_PACKETS, 8);
  }

  static Attribute bytes(Direction direction) {
    return counters(direction).value(CTA_COUNTERS_BYTES, 8);
  }

  private static Attribute counters(Direction direction) {
    return Attribute.optionalNest(
        direction == Direction.ORIGINAL ? CTA_COUNTERS_ORIG : CTA_COUNTERS_REPLY);
  }

  /** Returns those of which one at least is there if a flow carries something. */
  static Stream<Attribute> of(FlowAttribute carried) {
    return switch (carried) {
      case STATUS -> Stream.of(STATUS);
      case TIMEOUT -> Stream.of(TIMEOUT);
      case MARK -> Stream.of(MARK);
      case ID -> Stream.of(ID);
      case USE -> Stream.of(USE);
      case ZONE -> Stream.of(ZONE);
      case ORIGINAL_ZONE -> Stream.of(ORIGINAL.zone());
      case REPLY_ZONE -> Stream.of(REPLY.zone());
      case ORIGINAL_COUNTERS -> Stream.of(counters(Direction.ORIGINAL));
      case REPLY_COUNTERS -> Stream.of(counters(Direction.REPLY));
      case START -> Stream.of(Attribute.optionalNest(CTA_TIMESTAMP).value(CTA_TIMESTAMP_START, 8));
      case STOP -> Stream.of(Attribute.optionalNest(CTA_TIMESTAMP).value(CTA_TIMESTAMP_STOP, 8));
      case EVENT_TIME -> Stream.of(Attribute.optionalValue(CTA_TIMESTAMP_EVENT, 8));
      case TCP_STATE -> Stream.of(TCP_STATE);
      case TCP_ORIGINAL ->
          Stream.of(
              TCP.value(CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, 1),
              TCP.value(CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, 2));
      case TCP_REPLY ->
          Stream.of(
              TCP.value(CTA_PROTOINFO_TCP_WSCALE_REPLY, 1),
              TCP.value(CTA_PROTOINFO_TCP_FLAGS_REPLY, 2));
      case SCTP_STATE -> Stream.of(SCTP_STATE);
      case SCTP_TAGS -> Stream.of(sctpTag(Direction.ORIGINAL), sctpTag(Direction.REPLY));
      case DCCP_STATE -> Stream.of(DCCP_STATE);
      case DCCP_HANDSHAKE -> Stream.of(DCCP.value(CTA_PROTOINFO_DCCP_ROLE, 1));
      case HELPER -> Stream.of(HELPER);
      case LABELS -> Stream.of(LABELS);
      case SECURITY_CONTEXT -> Stream.of(SECURITY_CONTEXT);
      case MASTER -> Stream.of(MASTER.tuple());
      case ORIGINAL_SEQUENCE_ADJUSTMENT -> Stream.of(Attribute.optionalNest(CTA_SEQ_ADJ_ORIG));
      case REPLY_SEQUENCE_ADJUSTMENT -> Stream.of(Attribute.optionalNest(CTA_SEQ_ADJ_REPLY));
      case SYNPROXY -> Stream.of(Attribute.optionalNest(CTA_SYNPROXY));
      case SOURCE_NAT -> Stream.of(Attribute.optionalNest(CTA_NAT_SRC));
      case DESTINATION_NAT -> Stream.of(Attribute.optionalNest(CTA_NAT_DST));
    };
  }
}
