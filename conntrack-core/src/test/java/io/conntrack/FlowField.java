package io.conntrack;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;

import io.conntrack.spi.FlowBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * Every single value that a flow may carry beside its tuples, so that a test can visit all of them.
 * An attribute of several values has a field for each; setting one sets the others of its attribute
 * to zero.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum FlowField {
  STATUS(FlowAttribute.STATUS, FlowBuffer::status, FlowView::statusBits),
  TIMEOUT(FlowAttribute.TIMEOUT, FlowBuffer::timeout, FlowView::timeoutSeconds),
  MARK(FlowAttribute.MARK, FlowBuffer::mark, FlowView::markBits),
  ID(FlowAttribute.ID, FlowBuffer::id, FlowView::idBits),
  USE(FlowAttribute.USE, FlowBuffer::use, FlowView::useCount),
  ZONE(FlowAttribute.ZONE, FlowBuffer::zone, FlowField::zones),
  ORIGINAL_ZONE(FlowAttribute.ORIGINAL_ZONE, (flow, n) -> flow.zone(ORIGINAL, n), FlowField::zones),
  REPLY_ZONE(FlowAttribute.REPLY_ZONE, (flow, n) -> flow.zone(REPLY, n), FlowField::zones),
  ORIGINAL_PACKETS(
      FlowAttribute.ORIGINAL_COUNTERS,
      (flow, n) -> flow.counters(ORIGINAL, wide(n), 0),
      flow -> flow.packets(ORIGINAL)),
  ORIGINAL_BYTES(
      FlowAttribute.ORIGINAL_COUNTERS,
      (flow, n) -> flow.counters(ORIGINAL, 0, wide(n)),
      flow -> flow.bytes(ORIGINAL)),
  REPLY_PACKETS(
      FlowAttribute.REPLY_COUNTERS,
      (flow, n) -> flow.counters(REPLY, wide(n), 0),
      flow -> flow.packets(REPLY)),
  REPLY_BYTES(
      FlowAttribute.REPLY_COUNTERS,
      (flow, n) -> flow.counters(REPLY, 0, wide(n)),
      flow -> flow.bytes(REPLY)),
  START(FlowAttribute.START, (flow, n) -> flow.start(wide(n)), FlowView::startNanos),
  STOP(FlowAttribute.STOP, (flow, n) -> flow.stop(wide(n)), FlowView::stopNanos),
  EVENT_TIME(FlowAttribute.EVENT_TIME, (flow, n) -> flow.eventTime(wide(n)), FlowView::eventNanos),
  TCP_STATE(FlowAttribute.TCP_STATE, (flow, n) -> flow.tcpState(n & 0xff), FlowView::protocolState),
  TCP_ORIGINAL_WINDOW_SCALE(
      FlowAttribute.TCP_ORIGINAL,
      (flow, n) -> flow.tcpPeer(ORIGINAL, n, 0, 0),
      flow -> flow.tcpWindowScale(ORIGINAL)),
  TCP_ORIGINAL_FLAGS(
      FlowAttribute.TCP_ORIGINAL,
      (flow, n) -> flow.tcpPeer(ORIGINAL, 0, n, 0),
      flow -> flow.tcpFlags(ORIGINAL)),
  TCP_ORIGINAL_FLAGS_MASK(
      FlowAttribute.TCP_ORIGINAL,
      (flow, n) -> flow.tcpPeer(ORIGINAL, 0, 0, n),
      flow -> flow.tcpFlagsMask(ORIGINAL)),
  TCP_REPLY_WINDOW_SCALE(
      FlowAttribute.TCP_REPLY,
      (flow, n) -> flow.tcpPeer(REPLY, n, 0, 0),
      flow -> flow.tcpWindowScale(REPLY)),
  TCP_REPLY_FLAGS(
      FlowAttribute.TCP_REPLY,
      (flow, n) -> flow.tcpPeer(REPLY, 0, n, 0),
      flow -> flow.tcpFlags(REPLY)),
  TCP_REPLY_FLAGS_MASK(
      FlowAttribute.TCP_REPLY,
      (flow, n) -> flow.tcpPeer(REPLY, 0, 0, n),
      flow -> flow.tcpFlagsMask(REPLY)),
  SCTP_STATE(
      FlowAttribute.SCTP_STATE, (flow, n) -> flow.sctpState(n & 0xff), FlowView::protocolState),
  SCTP_ORIGINAL_TAG(
      FlowAttribute.SCTP_TAGS, (flow, n) -> flow.sctpTags(n, 0), flow -> flow.sctpTag(ORIGINAL)),
  SCTP_REPLY_TAG(
      FlowAttribute.SCTP_TAGS, (flow, n) -> flow.sctpTags(0, n), flow -> flow.sctpTag(REPLY)),
  DCCP_STATE(
      FlowAttribute.DCCP_STATE, (flow, n) -> flow.dccpState(n & 0xff), FlowView::protocolState),
  DCCP_ROLE(
      FlowAttribute.DCCP_HANDSHAKE,
      (flow, n) -> flow.dccpHandshake(n & 0xff, 0),
      FlowView::dccpRole),
  DCCP_SEQUENCE(
      FlowAttribute.DCCP_HANDSHAKE,
      (flow, n) -> flow.dccpHandshake(0, wide(n) >>> 16),
      FlowView::dccpHandshakeSequence),
  HELPER(FlowAttribute.HELPER, (flow, n) -> flow.helper(text(n)), FlowView::helperName),
  LABELS_LOW(FlowAttribute.LABELS, (flow, n) -> flow.labels(wide(n), 0), FlowView::labelsLow),
  LABELS_HIGH(FlowAttribute.LABELS, (flow, n) -> flow.labels(0, wide(n)), FlowView::labelsHigh),
  SECURITY_CONTEXT(
      FlowAttribute.SECURITY_CONTEXT,
      (flow, n) -> flow.securityContext(text(n)),
      FlowView::securityContextName),
  MASTER(
      FlowAttribute.MASTER,
      (flow, n) -> flow.master().copy(Tuple.tcp("192.0.2.1", n & 0xffff, "192.0.2.200", 21)),
      flow -> Optional.ofNullable(flow.masterTuple()).map(Tuple::copyOf)),
  ORIGINAL_SEQUENCE_ADJUSTMENT(
      FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT,
      (flow, n) -> flow.sequenceAdjustment(ORIGINAL, new SequenceAdjustment(n, n + 1, -n)),
      flow -> Optional.ofNullable(flow.sequenceAdjustmentOf(ORIGINAL))),
  REPLY_SEQUENCE_ADJUSTMENT(
      FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT,
      (flow, n) -> flow.sequenceAdjustment(REPLY, new SequenceAdjustment(n, n + 1, -n)),
      flow -> Optional.ofNullable(flow.sequenceAdjustmentOf(REPLY))),
  SYNPROXY_SEQUENCE(
      FlowAttribute.SYNPROXY, (flow, n) -> flow.synproxy(n, 0, 0), FlowView::synproxySequence),
  SYNPROXY_TIMESTAMP(
      FlowAttribute.SYNPROXY, (flow, n) -> flow.synproxy(0, n, 0), FlowView::synproxyTimestamp),
  SYNPROXY_OFFSET(
      FlowAttribute.SYNPROXY,
      (flow, n) -> flow.synproxy(0, 0, n),
      FlowView::synproxyTimestampOffset),
  SOURCE_NAT(
      FlowAttribute.SOURCE_NAT,
      (flow, n) -> flow.sourceNat(NatRange.to(IpAddress.v4(n), n & 0xffff)),
      flow -> Optional.ofNullable(flow.sourceNatRange())),
  DESTINATION_NAT(
      FlowAttribute.DESTINATION_NAT,
      (flow, n) -> flow.destinationNat(NatRange.to(IpAddress.v4(n), n & 0xffff)),
      flow -> Optional.ofNullable(flow.destinationNatRange()));

  private final FlowAttribute attribute;
  private final ObjIntConsumer<FlowBuffer> setter;
  private final Function<FlowView, Object> getter;

  FlowField(
      FlowAttribute attribute,
      ObjIntConsumer<FlowBuffer> setter,
      Function<FlowView, Object> getter) {
    this.attribute = attribute;
    this.setter = setter;
    this.getter = getter;
  }

  /** Returns the attribute that this is a value of. */
  public FlowAttribute attribute() {
    return attribute;
  }

  /**
   * Sets this field to the value that {@code n} stands for: zero for 0, another for each number of
   * 8 bits.
   */
  public void set(FlowBuffer flow, int n) {
    setter.accept(flow, n);
  }

  /** Returns the value in a form that can be compared and outlives the view. */
  public Object get(FlowView flow) {
    return getter.apply(flow);
  }

  private static List<Integer> zones(FlowView flow) {
    return List.of(flow.zoneId(ORIGINAL), flow.zoneId(REPLY));
  }

  /** A number of 64 bits with something in both halves. */
  private static long wide(int n) {
    return (long) n << 32 | Integer.toUnsignedLong(n);
  }

  private static String text(int n) {
    return n == 0 ? "" : "name-" + n;
  }
}
