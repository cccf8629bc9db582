package io.conntrack.mirror;

import static io.conntrack.FlowAttribute.EVENT_TIME;
import static io.conntrack.FlowAttribute.HELPER;
import static io.conntrack.FlowAttribute.LABELS;
import static io.conntrack.FlowAttribute.MARK;
import static io.conntrack.FlowAttribute.MASTER;
import static io.conntrack.FlowAttribute.ORIGINAL_COUNTERS;
import static io.conntrack.FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT;
import static io.conntrack.FlowAttribute.REPLY_COUNTERS;
import static io.conntrack.FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT;
import static io.conntrack.FlowAttribute.SCTP_STATE;
import static io.conntrack.FlowAttribute.SCTP_TAGS;
import static io.conntrack.FlowAttribute.SECURITY_CONTEXT;
import static io.conntrack.FlowAttribute.START;
import static io.conntrack.FlowAttribute.STATUS;
import static io.conntrack.FlowAttribute.STOP;
import static io.conntrack.FlowAttribute.SYNPROXY;
import static io.conntrack.FlowAttribute.TCP_ORIGINAL;
import static io.conntrack.FlowAttribute.TCP_REPLY;
import static io.conntrack.FlowAttribute.TCP_STATE;
import static io.conntrack.FlowAttribute.TIMEOUT;
import static io.conntrack.FlowAttribute.USE;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.spi.FlowBuffer;
import java.util.List;

/**
 * Works out what a flow is now, from what it was and what a message says of it. For the writer.
 *
 * <p>What an absent attribute of an event means follows {@code ctnetlink_conntrack_event}: of mark,
 * helper and security context, that the flow has none; of the protocol's state and the SYN proxy,
 * that it has not changed; of labels and sequence adjustment the same, or that they are gone. An
 * update that a request caused carries all that the flow has.
 */
final class Merge {

  /** What belongs to a message and not to a flow. */
  private static final List<FlowAttribute> OF_THE_MESSAGE = List.of(USE, EVENT_TIME, STOP);

  /** What every event carries if the flow has it. */
  private static final List<FlowAttribute> ALWAYS_TOLD =
      List.of(STATUS, TIMEOUT, MARK, HELPER, SECURITY_CONTEXT);

  /** What an event carries only if it changed, unless a request caused the event. */
  private static final List<FlowAttribute> TOLD_IF_CHANGED =
      List.of(LABELS, ORIGINAL_SEQUENCE_ADJUSTMENT, REPLY_SEQUENCE_ADJUSTMENT, SYNPROXY);

  /** What no event but the last one carries. */
  private static final List<FlowAttribute> NEVER_TOLD =
      List.of(ORIGINAL_COUNTERS, REPLY_COUNTERS, START);

  private static final List<FlowAttribute> PROTOCOL_INFO =
      List.of(TCP_STATE, TCP_ORIGINAL, TCP_REPLY, SCTP_STATE, SCTP_TAGS);

  private final FlowBuffer merged = new FlowBuffer();
  private boolean doubtful;

  /** Says whether the last message left something open that only a look-up can tell. */
  boolean isDoubtful() {
    return doubtful;
  }

  /** Returns what a dump or a look-up showed. */
  Flow image(FlowView image) {
    merged.copy(image);
    OF_THE_MESSAGE.forEach(merged::remove);
    return Flow.copyOf(merged);
  }

  /** Returns what a flow is by the event of its beginning. */
  Flow created(FlowView event) {
    merged.copy(event);
    doubtful = !isComplete();
    return finished(event);
  }

  /** Returns what a flow that nothing else is known of may be after a change. */
  Flow unknownChanged(FlowView event) {
    merged.copy(event);
    doubtful = true;
    return finished(event);
  }

  /** Returns what a flow is after a change. */
  Flow changed(Flow before, FlowView event, boolean byRequest) {
    merged.copy(before);
    ALWAYS_TOLD.forEach(merged::remove);
    if (byRequest) {
      TOLD_IF_CHANGED.forEach(merged::remove);
    }
    merged.overlay(event);
    doubtful = (!byRequest && before.has(LABELS) && !event.has(LABELS)) || !isComplete();
    return finished(event);
  }

  /** Returns what was last known of a flow that has ended, with what its last event says. */
  Flow ended(Flow before, FlowView event) {
    merged.copy(before);
    merged.overlay(event);
    merged.remove(EVENT_TIME);
    return Flow.copyOf(merged);
  }

  private Flow finished(FlowView event) {
    if (!event.has(MARK)) {
      merged.mark(0);
    }
    if (!hasStatus(Status.SEQUENCE_ADJUSTED)) {
      merged.remove(ORIGINAL_SEQUENCE_ADJUSTMENT);
      merged.remove(REPLY_SEQUENCE_ADJUSTMENT);
    }
    if (!hasStatus(Status.EXPECTED)) {
      merged.remove(MASTER);
    }
    if (hasStatus(Status.OFFLOADED)) { // then a dump shows neither
      merged.remove(TIMEOUT);
      PROTOCOL_INFO.forEach(merged::remove);
    }
    OF_THE_MESSAGE.forEach(merged::remove);
    return Flow.copyOf(merged);
  }

  /** Says whether an update that a request caused carries all that matters: all but a master. */
  static boolean tellsAll(FlowView update) {
    return !Status.of(update.statusBits()).has(Status.EXPECTED);
  }

  private boolean isComplete() {
    return !hasStatus(Status.DYING) // it has left the table meanwhile, and maybe said so already
        && (!hasStatus(Status.EXPECTED) || merged.has(MASTER))
        && (!hasStatus(Status.SEQUENCE_ADJUSTED) || merged.has(ORIGINAL_SEQUENCE_ADJUSTMENT))
        && (merged.original().protocolNumber() != Protocol.TCP.number()
            || merged.has(TCP_STATE)
            || hasStatus(Status.OFFLOADED));
  }

  private boolean hasStatus(Status status) {
    return Status.of(merged.statusBits()).has(status);
  }

  /**
   * Returns a flow with the counters and the start of what a dump shows, which events do not carry;
   * everything else may be older than what events said.
   */
  Flow supplemented(Flow known, FlowView image) {
    merged.copy(known);
    for (Direction direction : Direction.values()) {
      if (image.has(direction == Direction.ORIGINAL ? ORIGINAL_COUNTERS : REPLY_COUNTERS)) {
        merged.counters(direction, image.packets(direction), image.bytes(direction));
      }
    }
    if (image.has(START)) {
      merged.start(image.startNanos());
    }
    return Flow.copyOf(merged);
  }

  /** Returns whether a dump shows counters or a start at all. */
  static boolean canSupplement(FlowView image) {
    return NEVER_TOLD.stream().anyMatch(image::has);
  }
}
