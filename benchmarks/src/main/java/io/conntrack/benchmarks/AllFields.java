package io.conntrack.benchmarks;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;

import io.conntrack.Direction;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;
import io.conntrack.TupleView;

/**
 * Calls every accessor of a flow, and makes one number of what they return, so that no read can be
 * left out.
 */
public final class AllFields {

  private AllFields() {}

  /** Returns a sum over everything that the flow says. */
  public static long sum(FlowView flow) {
    return tuple(flow.original())
        + tuple(flow.reply())
        + common(flow)
        + accounting(flow)
        + protocol(flow)
        + rare(flow);
  }

  private static long tuple(TupleView tuple) {
    return addresses(tuple) + layer4(tuple);
  }

  private static long addresses(TupleView tuple) {
    return (tuple.family() == IpFamily.IPV4 ? 4 : 6)
        + tuple.sourceHigh()
        + tuple.sourceLow()
        + tuple.destinationHigh()
        + tuple.destinationLow();
  }

  private static long layer4(TupleView tuple) {
    return (long) tuple.protocolNumber()
        + (tuple.hasPorts() ? 1 : 0)
        + (tuple.hasIcmp() ? 1 : 0)
        + tuple.sourcePort()
        + tuple.destinationPort()
        + tuple.icmpType()
        + tuple.icmpCode()
        + tuple.icmpId();
  }

  private static long common(FlowView flow) {
    return flow.attributeBits()
        + flow.zoneId(ORIGINAL)
        + flow.zoneId(REPLY)
        + flow.statusBits()
        + flow.timeoutSeconds()
        + flow.markBits()
        + flow.idBits()
        + flow.useCount();
  }

  private static long accounting(FlowView flow) {
    return counters(flow, ORIGINAL)
        + counters(flow, REPLY)
        + flow.startNanos()
        + flow.stopNanos()
        + flow.eventNanos();
  }

  private static long counters(FlowView flow, Direction direction) {
    return flow.packets(direction) + flow.bytes(direction);
  }

  private static long protocol(FlowView flow) {
    return flow.protocolState()
        + peer(flow, ORIGINAL)
        + peer(flow, REPLY)
        + flow.dccpRole()
        + flow.dccpHandshakeSequence();
  }

  private static long peer(FlowView flow, Direction direction) {
    return (long) flow.tcpWindowScale(direction)
        + flow.tcpFlags(direction)
        + flow.tcpFlagsMask(direction)
        + flow.sctpTag(direction);
  }

  private static long rare(FlowView flow) {
    TupleView master = flow.masterTuple();
    return flow.labelsLow()
        + flow.labelsHigh()
        + flow.helperName().length()
        + flow.securityContextName().length()
        + synproxy(flow)
        + (master == null ? 0 : tuple(master))
        + (flow.sequenceAdjustmentOf(ORIGINAL) == null ? 0 : 1)
        + (flow.sequenceAdjustmentOf(REPLY) == null ? 0 : 1)
        + (flow.sourceNatRange() == null ? 0 : 1)
        + (flow.destinationNatRange() == null ? 0 : 1);
  }

  private static long synproxy(FlowView flow) {
    return (long) flow.synproxySequence()
        + flow.synproxyTimestamp()
        + flow.synproxyTimestampOffset();
  }
}
