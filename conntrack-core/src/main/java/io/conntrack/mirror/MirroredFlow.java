package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A place of the mirror: one flow from its first to its last moment. Readers see {@link #flow()}
 * alone; the rest belongs to the writer.
 *
 * <p>There are as many as flows, so it is small: 32 bytes.
 */
final class MirroredFlow {

  private static final int SPOKEN = 1;
  private static final int DUMP_SHIFT = 1;

  private volatile @Nullable Flow flow;
  private final int originalHash;
  private final int replyHash;

  /** The number of the dump that had begun last when something told of it, and a flag. */
  private int stamp;

  /** When to look whether it is still there, in seconds of {@link Reconciler}'s clock. */
  private int checkAt = Integer.MAX_VALUE;

  MirroredFlow(@Nullable Flow flow, int originalHash, int replyHash) {
    this.flow = flow;
    this.originalHash = originalHash;
    this.replyHash = replyHash;
  }

  /** Returns the flow as it is now, null once it has ended. */
  @Nullable Flow flow() {
    return flow;
  }

  /** Returns the flow as it is now, for the writer, who knows that it has not ended. */
  Flow liveFlow() {
    Flow current = flow;
    if (current == null) {
      throw new IllegalStateException("the flow has been removed");
    }
    return current;
  }

  void replace(Flow newer) {
    flow = newer;
  }

  void end() {
    flow = null;
  }

  int hash(Direction direction) {
    return direction == Direction.ORIGINAL ? originalHash : replyHash;
  }

  /** Notes that a dump, a look-up or an event told of it while this dump was the last to begin. */
  void markKnown(int dump) {
    stamp = (dump << DUMP_SHIFT) | (stamp & SPOKEN);
  }

  /** Says whether something told of it since this dump began, if none began later. */
  boolean isKnownSince(int dump) {
    return stamp >>> DUMP_SHIFT == dump;
  }

  /** Notes that an event told of it: it is no mute flow. */
  void markSpoken() {
    stamp |= SPOKEN;
  }

  /** Says whether an event ever told of it. */
  boolean hasSpoken() {
    return (stamp & SPOKEN) != 0;
  }

  int checkAt() {
    return checkAt;
  }

  void checkAt(int seconds) {
    checkAt = seconds;
  }
}
