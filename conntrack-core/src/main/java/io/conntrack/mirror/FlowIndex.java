package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.TupleView;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds flows by the tuple of one direction and the zone of that direction. One writer at a time;
 * any number of readers, who take no lock and never miss a flow that is there all the time.
 *
 * <p>An open hash table of references. A flow never moves within an array: what is removed leaves a
 * gravestone behind, and an array that is full is replaced by a copy, published when it is
 * complete. A reader may go on in the old one, where everything that was there stays; what has
 * ended meanwhile is recognised by {@link MirroredFlow#flow()}.
 *
 * <p>Equal keys may stand side by side: while the mirror does not know yet that a flow has ended,
 * another one may already have its reply tuple.
 */
final class FlowIndex {

  private static final int SMALLEST = 64;
  private static final MirroredFlow GRAVESTONE = new MirroredFlow(null, 0, 0);

  private final Direction direction;
  private volatile AtomicReferenceArray<@Nullable MirroredFlow> slots;
  private int live;
  private int used; // slots that are not empty

  FlowIndex(Direction direction) {
    this.direction = direction;
    slots = new AtomicReferenceArray<>(SMALLEST);
  }

  /** Returns the flow with this key, null if there is none. */
  @Nullable MirroredFlow find(int hash, TupleView tuple, int zoneId) {
    AtomicReferenceArray<@Nullable MirroredFlow> array = slots;
    int mask = array.length() - 1;
    for (int slot = hash & mask; ; slot = slot + 1 & mask) {
      MirroredFlow candidate = array.getAcquire(slot);
      if (candidate == null) {
        return null;
      }
      if (candidate.hash(direction) == hash && has(candidate, tuple, zoneId)) {
        return candidate;
      }
    }
  }

  private boolean has(MirroredFlow candidate, TupleView tuple, int zoneId) {
    Flow flow = candidate.flow();
    return flow != null
        && flow.zoneId(direction) == zoneId
        && TupleHash.isSame(
            tuple, direction == Direction.ORIGINAL ? flow.original() : flow.reply());
  }

  /** Makes room for this number of flows, so that adding them copies nothing. */
  void reserve(int flows) {
    int length = lengthFor(flows);
    if (length > slots.length()) {
      rebuild(length);
    }
  }

  void add(MirroredFlow flow) {
    if (used >= limit(slots.length())) {
      rebuild(lengthFor(live + 1));
    }
    used += put(slots, flow);
    live++;
  }

  /** Puts a flow into the first free slot and returns how many empty slots that took: 0 or 1. */
  private int put(AtomicReferenceArray<@Nullable MirroredFlow> array, MirroredFlow flow) {
    int mask = array.length() - 1;
    int slot = flow.hash(direction) & mask;
    while (true) {
      MirroredFlow occupant = array.getPlain(slot);
      if (occupant == null || occupant == GRAVESTONE) {
        array.setRelease(slot, flow);
        return occupant == null ? 1 : 0;
      }
      slot = slot + 1 & mask;
    }
  }

  void remove(MirroredFlow flow) {
    AtomicReferenceArray<@Nullable MirroredFlow> array = slots;
    int mask = array.length() - 1;
    int slot = flow.hash(direction) & mask;
    while (array.getPlain(slot) != flow) {
      if (array.getPlain(slot) == null) {
        throw new IllegalStateException("the flow is not in the index");
      }
      slot = slot + 1 & mask;
    }
    bury(array, slot);
    live--;
    if (array.length() > SMALLEST && live < array.length() / 10) {
      rebuild(lengthFor(live));
    }
  }

  /** At the end of a run of flows no gravestone is needed, nor those that then stand at its end. */
  private void bury(AtomicReferenceArray<@Nullable MirroredFlow> array, int removed) {
    int mask = array.length() - 1;
    if (array.getPlain(removed + 1 & mask) != null) {
      array.setRelease(removed, GRAVESTONE);
      return;
    }
    int slot = removed;
    do {
      array.setRelease(slot, null);
      used--;
      slot = slot - 1 & mask;
    } while (array.getPlain(slot) == GRAVESTONE);
  }

  private void rebuild(int length) {
    AtomicReferenceArray<@Nullable MirroredFlow> old = slots;
    AtomicReferenceArray<@Nullable MirroredFlow> copy = new AtomicReferenceArray<>(length);
    int copied = 0;
    for (int slot = 0; slot < old.length(); slot++) {
      MirroredFlow flow = old.getPlain(slot);
      if (flow != null && flow != GRAVESTONE) {
        copied += put(copy, flow);
      }
    }
    used = copied;
    slots = copy;
  }

  /** Returns the array length at which so many flows leave room for some more. */
  private static int lengthFor(int flows) {
    int length = SMALLEST;
    while (limit(length) * 8L < flows * 9L) {
      length <<= 1;
    }
    return length;
  }

  /** Returns how many slots of an array may be used: two thirds. */
  private static int limit(int length) {
    return (int) (length * 2L / 3);
  }

  /** Returns the number of flows. For the writer. */
  int live() {
    return live;
  }

  /**
   * Returns the slots of this moment, in which a reader may look for as long as it likes; a slot
   * may be empty, and what stands in it may have ended.
   */
  AtomicReferenceArray<@Nullable MirroredFlow> slots() {
    return slots;
  }
}
