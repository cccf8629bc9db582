package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_BYTES;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_PACKETS;
import static io.conntrack.netlink.internal.uapi.CtattrHelp.CTA_HELP_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V4_MAXIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V4_MINIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V6_MAXIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V6_MINIP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_DCCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_SCTP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_TCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ;
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
import static io.conntrack.netlink.internal.uapi.CtattrProtonat.CTA_PROTONAT_PORT_MAX;
import static io.conntrack.netlink.internal.uapi.CtattrProtonat.CTA_PROTONAT_PORT_MIN;
import static io.conntrack.netlink.internal.uapi.CtattrSecctx.CTA_SECCTX_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrSeqadj.CTA_SEQADJ_CORRECTION_POS;
import static io.conntrack.netlink.internal.uapi.CtattrSeqadj.CTA_SEQADJ_OFFSET_AFTER;
import static io.conntrack.netlink.internal.uapi.CtattrSeqadj.CTA_SEQADJ_OFFSET_BEFORE;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_ISN;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_ITS;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_TSOFF;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_START;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_STOP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_HELP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ID;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
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
import io.conntrack.FlowView;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.NatRange;
import io.conntrack.SequenceAdjustment;
import io.conntrack.TupleView;

/**
 * Writes the attributes of a flow, {@code enum ctattr_type} (uapi {@code
 * linux/netfilter/nfnetlink_conntrack.h}), in the order in which the kernel dumps them.
 */
final class FlowEncoder {

  // what each protocol's part of CTA_PROTOINFO holds
  private static final long TCP =
      FlowAttribute.TCP_STATE.bit()
          | FlowAttribute.TCP_ORIGINAL.bit()
          | FlowAttribute.TCP_REPLY.bit();
  private static final long SCTP = FlowAttribute.SCTP_STATE.bit() | FlowAttribute.SCTP_TAGS.bit();
  private static final long DCCP =
      FlowAttribute.DCCP_STATE.bit() | FlowAttribute.DCCP_HANDSHAKE.bit();

  private final MessageBuilder message;
  private final FlowView flow;
  private final long attributes;

  private FlowEncoder(MessageBuilder message, FlowView flow, long attributes) {
    this.message = message;
    this.flow = flow;
    this.attributes = attributes & flow.attributeBits();
  }

  /** Writes both tuples and those of the attributes in the set that the flow has. */
  static void put(MessageBuilder message, FlowView flow, TupleView reply, long attributes) {
    FlowEncoder encoder = new FlowEncoder(message, flow, attributes);
    encoder.putTuples(reply);
    encoder.putScalars();
    encoder.putProtocolInfo();
    encoder.putCounters(FlowAttribute.ORIGINAL_COUNTERS, CTA_COUNTERS_ORIG, Direction.ORIGINAL);
    encoder.putCounters(FlowAttribute.REPLY_COUNTERS, CTA_COUNTERS_REPLY, Direction.REPLY);
    encoder.putTimes();
    encoder.putHelper();
    encoder.putLabels();
    encoder.putAdjustment(CTA_SEQ_ADJ_ORIG, Direction.ORIGINAL);
    encoder.putAdjustment(CTA_SEQ_ADJ_REPLY, Direction.REPLY);
    encoder.putSynproxy();
    encoder.putEventTime();
  }

  private boolean wants(FlowAttribute attribute) {
    return (attributes & attribute.bit()) != 0;
  }

  private void putTuples(TupleView reply) {
    int originalZone =
        wants(FlowAttribute.ORIGINAL_ZONE) ? flow.zoneId(Direction.ORIGINAL) : TupleDecoder.NO_ZONE;
    int replyZone =
        wants(FlowAttribute.REPLY_ZONE) ? flow.zoneId(Direction.REPLY) : TupleDecoder.NO_ZONE;
    TupleEncoder.put(message, CTA_TUPLE_ORIG, flow.original(), originalZone);
    TupleEncoder.put(message, CTA_TUPLE_REPLY, reply, replyZone);
    if (wants(FlowAttribute.ZONE)) {
      message.putBe16(CTA_ZONE, flow.zoneId(Direction.ORIGINAL));
    }
  }

  private void putScalars() {
    if (wants(FlowAttribute.STATUS)) {
      message.putBe32(CTA_STATUS, flow.statusBits());
    }
    if (wants(FlowAttribute.MARK)) {
      message.putBe32(CTA_MARK, flow.markBits());
    }
    if (wants(FlowAttribute.SECURITY_CONTEXT)) {
      int nest = message.beginNest(CTA_SECCTX);
      message.putString(CTA_SECCTX_NAME, flow.securityContextName());
      message.endNest(nest);
    }
    if (wants(FlowAttribute.ID)) {
      message.putBe32(CTA_ID, flow.idBits());
    }
    if (wants(FlowAttribute.USE)) {
      message.putBe32(CTA_USE, (int) flow.useCount());
    }
    TupleView master = flow.masterTuple();
    if (master != null && wants(FlowAttribute.MASTER)) {
      TupleEncoder.put(message, CTA_TUPLE_MASTER, master);
    }
    if (wants(FlowAttribute.TIMEOUT)) {
      message.putBe32(CTA_TIMEOUT, (int) flow.timeoutSeconds());
    }
  }

  private void putProtocolInfo() {
    if ((attributes & (TCP | SCTP | DCCP)) != 0) {
      int nest = message.beginNest(CTA_PROTOINFO);
      if ((attributes & TCP) != 0) {
        putTcp();
      }
      if ((attributes & SCTP) != 0) {
        putSctp();
      }
      if ((attributes & DCCP) != 0) {
        putDccp();
      }
      message.endNest(nest);
    }
  }

  private void putTcp() {
    int nest = message.beginNest(CTA_PROTOINFO_TCP);
    boolean original = wants(FlowAttribute.TCP_ORIGINAL);
    boolean reply = wants(FlowAttribute.TCP_REPLY);
    if (wants(FlowAttribute.TCP_STATE)) {
      message.putU8(CTA_PROTOINFO_TCP_STATE, flow.protocolState());
    }
    if (original) {
      message.putU8(CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, flow.tcpWindowScale(Direction.ORIGINAL));
    }
    if (reply) {
      message.putU8(CTA_PROTOINFO_TCP_WSCALE_REPLY, flow.tcpWindowScale(Direction.REPLY));
    }
    if (original) {
      putTcpFlags(CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, Direction.ORIGINAL);
    }
    if (reply) {
      putTcpFlags(CTA_PROTOINFO_TCP_FLAGS_REPLY, Direction.REPLY);
    }
    message.endNest(nest);
  }

  private void putTcpFlags(int type, Direction direction) {
    message.putTwoU8(type, flow.tcpFlags(direction), flow.tcpFlagsMask(direction));
  }

  private void putSctp() {
    int nest = message.beginNest(CTA_PROTOINFO_SCTP);
    if (wants(FlowAttribute.SCTP_STATE)) {
      message.putU8(CTA_PROTOINFO_SCTP_STATE, flow.protocolState());
    }
    if (wants(FlowAttribute.SCTP_TAGS)) {
      putSctpTags(message, flow.sctpTag(Direction.ORIGINAL), flow.sctpTag(Direction.REPLY));
    }
    message.endNest(nest);
  }

  /** Writes what stands in {@code CTA_PROTOINFO_SCTP} behind the state. */
  static void putSctpTags(MessageBuilder message, int original, int reply) {
    message.putBe32(CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, original);
    message.putBe32(CTA_PROTOINFO_SCTP_VTAG_REPLY, reply);
  }

  private void putDccp() {
    int nest = message.beginNest(CTA_PROTOINFO_DCCP);
    if (wants(FlowAttribute.DCCP_STATE)) {
      message.putU8(CTA_PROTOINFO_DCCP_STATE, flow.protocolState());
    }
    if (wants(FlowAttribute.DCCP_HANDSHAKE)) {
      message.putU8(CTA_PROTOINFO_DCCP_ROLE, flow.dccpRole());
      message.putBe64(CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ, flow.dccpHandshakeSequence());
    }
    message.endNest(nest);
  }

  private void putCounters(FlowAttribute attribute, int type, Direction direction) {
    if (wants(attribute)) {
      int nest = message.beginNest(type);
      message.putBe64(CTA_COUNTERS_PACKETS, flow.packets(direction));
      message.putBe64(CTA_COUNTERS_BYTES, flow.bytes(direction));
      message.endNest(nest);
    }
  }

  private void putTimes() {
    if (wants(FlowAttribute.START) || wants(FlowAttribute.STOP)) {
      int nest = message.beginNest(CTA_TIMESTAMP);
      if (wants(FlowAttribute.START)) {
        message.putBe64(CTA_TIMESTAMP_START, flow.startNanos());
      }
      if (wants(FlowAttribute.STOP)) {
        message.putBe64(CTA_TIMESTAMP_STOP, flow.stopNanos());
      }
      message.endNest(nest);
    }
  }

  private void putEventTime() {
    if (wants(FlowAttribute.EVENT_TIME)) {
      message.putBe64(CTA_TIMESTAMP_EVENT, flow.eventNanos());
    }
  }

  private void putHelper() {
    if (wants(FlowAttribute.HELPER)) {
      putHelper(message, flow.helperName());
    }
  }

  /** Writes {@code CTA_HELP}. */
  static void putHelper(MessageBuilder message, String name) {
    int nest = message.beginNest(CTA_HELP);
    message.putString(CTA_HELP_NAME, name);
    message.endNest(nest);
  }

  private void putLabels() {
    if (wants(FlowAttribute.LABELS)) {
      message.putHostWords(CTA_LABELS, flow.labelsLow(), flow.labelsHigh());
    }
  }

  private void putAdjustment(int type, Direction direction) {
    SequenceAdjustment adjustment = flow.sequenceAdjustmentOf(direction);
    FlowAttribute attribute =
        direction == Direction.ORIGINAL
            ? FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT
            : FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT;
    if (adjustment != null && wants(attribute)) {
      putAdjustment(message, type, adjustment);
    }
  }

  /** Writes {@code CTA_SEQ_ADJ_ORIG} or {@code CTA_SEQ_ADJ_REPLY}. */
  static void putAdjustment(MessageBuilder message, int type, SequenceAdjustment adjustment) {
    int nest = message.beginNest(type);
    message.putBe32(CTA_SEQADJ_CORRECTION_POS, adjustment.position());
    message.putBe32(CTA_SEQADJ_OFFSET_BEFORE, adjustment.offsetBefore());
    message.putBe32(CTA_SEQADJ_OFFSET_AFTER, adjustment.offsetAfter());
    message.endNest(nest);
  }

  private void putSynproxy() {
    if (wants(FlowAttribute.SYNPROXY)) {
      putSynproxy(
          message,
          flow.synproxySequence(),
          flow.synproxyTimestamp(),
          flow.synproxyTimestampOffset());
    }
  }

  /** Writes {@code CTA_SYNPROXY}. */
  static void putSynproxy(MessageBuilder message, int sequence, int timestamp, int offset) {
    int nest = message.beginNest(CTA_SYNPROXY);
    message.putBe32(CTA_SYNPROXY_ISN, sequence);
    message.putBe32(CTA_SYNPROXY_ITS, timestamp);
    message.putBe32(CTA_SYNPROXY_TSOFF, offset);
    message.endNest(nest);
  }

  /** Writes {@code CTA_NAT_SRC} or {@code CTA_NAT_DST}, {@code enum ctattr_nat}. */
  static void putNat(MessageBuilder message, int type, NatRange range) {
    int nest = message.beginNest(type);
    IpAddress first = range.firstAddress();
    IpAddress last = range.lastAddress();
    if (first != null && last != null) {
      putNatAddress(message, CTA_NAT_V4_MINIP, CTA_NAT_V6_MINIP, first);
      putNatAddress(message, CTA_NAT_V4_MAXIP, CTA_NAT_V6_MAXIP, last);
    }
    if (range.hasPorts()) {
      int ports = message.beginNest(CTA_NAT_PROTO);
      message.putBe16(CTA_PROTONAT_PORT_MIN, range.firstPort());
      message.putBe16(CTA_PROTONAT_PORT_MAX, range.lastPort());
      message.endNest(ports);
    }
    message.endNest(nest);
  }

  private static void putNatAddress(
      MessageBuilder message, int v4Type, int v6Type, IpAddress address) {
    if (address.family() == IpFamily.IPV4) {
      message.putBe32(v4Type, (int) address.low());
    } else {
      message.putBe128(v6Type, address.high(), address.low());
    }
  }
}
