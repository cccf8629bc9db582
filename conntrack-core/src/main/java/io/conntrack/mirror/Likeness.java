package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import java.util.Objects;

/** Compares what two messages say of flows with the same identity. */
final class Likeness {

  /** What changes while no event tells. */
  private static final long UNTOLD =
      bits(
          FlowAttribute.TIMEOUT,
          FlowAttribute.USE,
          FlowAttribute.ORIGINAL_COUNTERS,
          FlowAttribute.REPLY_COUNTERS,
          FlowAttribute.START,
          FlowAttribute.STOP,
          FlowAttribute.EVENT_TIME);

  private Likeness() {}

  private static long bits(FlowAttribute... attributes) {
    long bits = 0;
    for (FlowAttribute attribute : attributes) {
      bits |= attribute.bit();
    }
    return bits;
  }

  /**
   * Says whether it is certain that these are two flows, one after the other: the kernel's id or
   * the reply tuple differs, neither of which ever changes.
   */
  static boolean areTwoFlows(Flow known, FlowView message) {
    return (known.has(FlowAttribute.ID)
            && message.has(FlowAttribute.ID)
            && known.idBits() != message.idBits())
        || !TupleHash.isSame(message.reply(), known.reply())
        || known.zoneId(Direction.REPLY) != message.zoneId(Direction.REPLY);
  }

  /** Says whether both have a start, and not the same one. */
  static boolean startsDiffer(FlowView one, FlowView other) {
    return one.has(FlowAttribute.START)
        && other.has(FlowAttribute.START)
        && one.startNanos() != other.startNanos();
  }

  /**
   * Says whether two flows agree in all that events tell of: not in timeout, counters and times,
   * and not in TCP flags, which change with any packet.
   */
  static boolean agree(Flow one, Flow other) {
    return (one.attributeBits() & ~UNTOLD) == (other.attributeBits() & ~UNTOLD)
        && one.statusBits() == other.statusBits()
        && one.markBits() == other.markBits()
        && one.idBits() == other.idBits()
        && one.protocolState() == other.protocolState()
        && one.tcpWindowScale(Direction.ORIGINAL) == other.tcpWindowScale(Direction.ORIGINAL)
        && one.tcpWindowScale(Direction.REPLY) == other.tcpWindowScale(Direction.REPLY)
        && one.labelsLow() == other.labelsLow()
        && one.labelsHigh() == other.labelsHigh()
        && one.reply().equals(other.reply())
        && one.zoneId(Direction.ORIGINAL) == other.zoneId(Direction.ORIGINAL)
        && one.zoneId(Direction.REPLY) == other.zoneId(Direction.REPLY)
        && agreeInRareThings(one, other);
  }

  private static boolean agreeInRareThings(Flow one, Flow other) {
    return one.helperName().equals(other.helperName())
        && one.securityContextName().equals(other.securityContextName())
        && Objects.equals(one.master(), other.master())
        && one.sctpTag(Direction.ORIGINAL) == other.sctpTag(Direction.ORIGINAL)
        && one.sctpTag(Direction.REPLY) == other.sctpTag(Direction.REPLY)
        && one.sequenceAdjustment(Direction.ORIGINAL)
            .equals(other.sequenceAdjustment(Direction.ORIGINAL))
        && one.sequenceAdjustment(Direction.REPLY).equals(other.sequenceAdjustment(Direction.REPLY))
        && one.synproxy().equals(other.synproxy());
  }
}
