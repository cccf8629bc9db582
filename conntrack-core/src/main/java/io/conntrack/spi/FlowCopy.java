package io.conntrack.spi;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.NatRange;
import io.conntrack.SequenceAdjustment;
import io.conntrack.TupleView;

/** Copies the attributes that a flow carries into a buffer. */
final class FlowCopy {

  private FlowCopy() {}

  static void copy(FlowView from, FlowBuffer to) {
    copyCommon(from, to);
    copyAccounting(from, to);
    copyProtocol(from, to);
    copyRare(from, to);
  }

  private static void copyCommon(FlowView from, FlowBuffer to) {
    if (from.has(FlowAttribute.STATUS)) {
      to.status(from.statusBits());
    }
    if (from.has(FlowAttribute.TIMEOUT)) {
      to.timeout((int) from.timeoutSeconds());
    }
    if (from.has(FlowAttribute.MARK)) {
      to.mark(from.markBits());
    }
    if (from.has(FlowAttribute.ID)) {
      to.id(from.idBits());
    }
    if (from.has(FlowAttribute.USE)) {
      to.use((int) from.useCount());
    }
    if (from.has(FlowAttribute.ZONE)) {
      to.zone(from.zoneId(ORIGINAL));
    }
    if (from.has(FlowAttribute.ORIGINAL_ZONE)) {
      to.zone(ORIGINAL, from.zoneId(ORIGINAL));
    }
    if (from.has(FlowAttribute.REPLY_ZONE)) {
      to.zone(REPLY, from.zoneId(REPLY));
    }
  }

  private static void copyAccounting(FlowView from, FlowBuffer to) {
    if (from.has(FlowAttribute.ORIGINAL_COUNTERS)) {
      to.counters(ORIGINAL, from.packets(ORIGINAL), from.bytes(ORIGINAL));
    }
    if (from.has(FlowAttribute.REPLY_COUNTERS)) {
      to.counters(REPLY, from.packets(REPLY), from.bytes(REPLY));
    }
    if (from.has(FlowAttribute.START)) {
      to.start(from.startNanos());
    }
    if (from.has(FlowAttribute.STOP)) {
      to.stop(from.stopNanos());
    }
    if (from.has(FlowAttribute.EVENT_TIME)) {
      to.eventTime(from.eventNanos());
    }
  }

  private static void copyProtocol(FlowView from, FlowBuffer to) {
    if (from.has(FlowAttribute.TCP_STATE)) {
      to.tcpState(from.protocolState());
    }
    if (from.has(FlowAttribute.TCP_ORIGINAL)) {
      copyTcpPeer(from, to, ORIGINAL);
    }
    if (from.has(FlowAttribute.TCP_REPLY)) {
      copyTcpPeer(from, to, REPLY);
    }
    if (from.has(FlowAttribute.SCTP_STATE)) {
      to.sctpState(from.protocolState());
    }
    if (from.has(FlowAttribute.SCTP_TAGS)) {
      to.sctpTags(from.sctpTag(ORIGINAL), from.sctpTag(REPLY));
    }
    if (from.has(FlowAttribute.DCCP_STATE)) {
      to.dccpState(from.protocolState());
    }
    if (from.has(FlowAttribute.DCCP_HANDSHAKE)) {
      to.dccpHandshake(from.dccpRole(), from.dccpHandshakeSequence());
    }
  }

  private static void copyTcpPeer(FlowView from, FlowBuffer to, Direction direction) {
    to.tcpPeer(
        direction,
        from.tcpWindowScale(direction),
        from.tcpFlags(direction),
        from.tcpFlagsMask(direction));
  }

  private static void copyRare(FlowView from, FlowBuffer to) {
    if (from.has(FlowAttribute.HELPER)) {
      to.helper(from.helperName());
    }
    if (from.has(FlowAttribute.LABELS)) {
      to.labels(from.labelsLow(), from.labelsHigh());
    }
    if (from.has(FlowAttribute.SECURITY_CONTEXT)) {
      to.securityContext(from.securityContextName());
    }
    if (from.has(FlowAttribute.SYNPROXY)) {
      to.synproxy(
          from.synproxySequence(), from.synproxyTimestamp(), from.synproxyTimestampOffset());
    }
    TupleView master = from.masterTuple();
    if (master != null) {
      to.master().copy(master);
    }
    for (Direction direction : DIRECTIONS) {
      SequenceAdjustment adjustment = from.sequenceAdjustmentOf(direction);
      if (adjustment != null) {
        to.sequenceAdjustment(direction, adjustment);
      }
    }
    NatRange source = from.sourceNatRange();
    if (source != null) {
      to.sourceNat(source);
    }
    NatRange destination = from.destinationNatRange();
    if (destination != null) {
      to.destinationNat(destination);
    }
  }

  private static final Direction[] DIRECTIONS = Direction.values();
}
