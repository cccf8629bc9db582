package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.SequenceAdjustment;
import io.conntrack.Status;
import io.conntrack.spi.FlowBuffer;

/** Makes a flow that was asked for and the flow that the kernel then shows comparable. */
final class KernelView {

  private static final long SECONDS_OF_A_TEST = 60;
  private static final int WINDOW_SCALE = 0x01; // IP_CT_TCP_FLAG_WINDOW_SCALE
  private static final SequenceAdjustment NO_ADJUSTMENT = new SequenceAdjustment(0, 0, 0);
  private static final int SETTABLE_STATUS =
      Status.SEEN_REPLY.with(Status.ASSURED).with(Status.FIXED_TIMEOUT).with(Status.HELPER).bits();

  private KernelView() {}

  /** Returns what the kernel shows of a flow that was created without NAT. */
  static Flow of(Flow created) {
    FlowBuffer shown = new FlowBuffer();
    shown.copy(created);
    shown.status(status(created));
    shown.mark(created.markBits());
    shown.synproxy(
        created.synproxySequence(), created.synproxyTimestamp(), created.synproxyTimestampOffset());
    if (isAdjusted(created)) {
      for (Direction direction : Direction.values()) {
        shown.sequenceAdjustment(
            direction, created.sequenceAdjustment(direction).orElse(NO_ADJUSTMENT));
      }
    }
    if (created.original().protocol().equals(Protocol.TCP)) {
      showTcp(created, shown);
    } else if (created.original().protocol().equals(Protocol.SCTP)) {
      shown.sctpState(created.protocolState());
      shown.sctpTags(created.sctpTag(Direction.ORIGINAL), created.sctpTag(Direction.REPLY));
    }
    return Flow.copyOf(shown);
  }

  private static int status(Flow created) {
    return (created.statusBits() & SETTABLE_STATUS)
        | Status.CONFIRMED.bits()
        | (created.has(FlowAttribute.HELPER) ? Status.HELPER.bits() : 0)
        | (created.has(FlowAttribute.MASTER) ? Status.EXPECTED.bits() : 0)
        | (isAdjusted(created) ? Status.SEQUENCE_ADJUSTED.bits() : 0);
  }

  private static boolean isAdjusted(Flow created) {
    return created.has(FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT)
        || created.has(FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT);
  }

  private static void showTcp(Flow created, FlowBuffer shown) {
    boolean scaled =
        (flags(created, Direction.ORIGINAL) & flags(created, Direction.REPLY) & WINDOW_SCALE) != 0;
    shown.tcpState(created.protocolState());
    for (Direction direction : Direction.values()) {
      int scale = scaled ? created.tcpWindowScale(direction) : 0;
      shown.tcpPeer(direction, scale, flags(created, direction), 0);
    }
  }

  private static int flags(Flow created, Direction direction) {
    return created.tcpFlags(direction) & created.tcpFlagsMask(direction);
  }

  /**
   * Returns a flow from the kernel without what the kernel alone decides, id, reference count and
   * times, and with a timeout as if no time had passed since it was set.
   */
  static Flow comparable(FlowView shown, long timeoutSeconds) {
    assertThat(shown.timeoutSeconds())
        .isBetween(Math.max(0, timeoutSeconds - SECONDS_OF_A_TEST), timeoutSeconds);
    FlowBuffer comparable = new FlowBuffer();
    comparable.copy(shown);
    comparable.timeout((int) timeoutSeconds);
    comparable.remove(FlowAttribute.ID);
    comparable.remove(FlowAttribute.USE);
    comparable.remove(FlowAttribute.START);
    return Flow.copyOf(comparable);
  }
}
