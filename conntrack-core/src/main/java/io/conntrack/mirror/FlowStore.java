package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowView;
import io.conntrack.TupleView;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a mirror, found by the tuple of either direction. One writer at a time, any number
 * of readers, see {@link FlowIndex}.
 */
final class FlowStore {

  private final TupleHash hash;
  private final FlowIndex byOriginal = new FlowIndex(Direction.ORIGINAL);
  private final FlowIndex byReply = new FlowIndex(Direction.REPLY);
  private volatile int size;

  FlowStore() {
    this(new TupleHash());
  }

  FlowStore(TupleHash hash) {
    this.hash = hash;
  }

  int size() {
    return size;
  }

  /** Returns the flow with the identity of this view: its original tuple in that one's zone. */
  @Nullable MirroredFlow find(FlowView flow) {
    return find(Direction.ORIGINAL, flow.original(), flow.zoneId(Direction.ORIGINAL));
  }

  /** Returns the flow that has this tuple in a direction, null if there is none. */
  @Nullable MirroredFlow find(Direction direction, TupleView tuple, int zoneId) {
    return index(direction).find(hash.of(tuple, zoneId), tuple, zoneId);
  }

  private FlowIndex index(Direction direction) {
    return direction == Direction.ORIGINAL ? byOriginal : byReply;
  }

  void reserve(int flows) {
    byOriginal.reserve(flows);
    byReply.reserve(flows);
  }

  MirroredFlow add(Flow flow) {
    MirroredFlow added =
        new MirroredFlow(
            flow,
            hash.of(flow.original(), flow.zoneId(Direction.ORIGINAL)),
            hash.of(flow.reply(), flow.zoneId(Direction.REPLY)));
    byOriginal.add(added);
    byReply.add(added);
    size = byOriginal.live();
    return added;
  }

  void remove(MirroredFlow flow) {
    flow.end();
    byOriginal.remove(flow);
    byReply.remove(flow);
    size = byOriginal.live();
  }

  /** Hands each flow of this moment to the writer, who may remove it. */
  void forEach(Consumer<MirroredFlow> action) {
    AtomicReferenceArray<@Nullable MirroredFlow> slots = byOriginal.slots();
    for (int slot = 0; slot < slots.length(); slot++) {
      MirroredFlow flow = slots.getAcquire(slot);
      if (flow != null && flow.flow() != null) {
        action.accept(flow);
      }
    }
  }

  /** Hands the flows of a part of the slots to the writer; returns where the next part begins. */
  int forSome(int from, int count, Consumer<MirroredFlow> action) {
    AtomicReferenceArray<@Nullable MirroredFlow> slots = byOriginal.slots();
    int begin = from < slots.length() ? from : 0;
    int end = Math.min(slots.length(), begin + Math.max(count, slots.length() / PARTS));
    for (int slot = begin; slot < end; slot++) {
      MirroredFlow flow = slots.getAcquire(slot);
      if (flow != null && flow.flow() != null) {
        action.accept(flow);
      }
    }
    return end == slots.length() ? 0 : end;
  }

  private static final int PARTS = 16;

  /** Returns the flows for a stream, in no order, each as it is when the stream comes to it. */
  Spliterator<Flow> spliterator() {
    AtomicReferenceArray<@Nullable MirroredFlow> slots = byOriginal.slots();
    return new SlotSpliterator(slots, 0, slots.length());
  }

  /** Walks over a range of slots. */
  private static final class SlotSpliterator implements Spliterator<Flow> {

    private static final int WORTH_SPLITTING = 2048;

    private final AtomicReferenceArray<@Nullable MirroredFlow> slots;
    private int next;
    private final int end;

    SlotSpliterator(AtomicReferenceArray<@Nullable MirroredFlow> slots, int next, int end) {
      this.slots = slots;
      this.next = next;
      this.end = end;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Flow> action) {
      while (next < end) {
        MirroredFlow candidate = slots.getAcquire(next++);
        Flow flow = candidate == null ? null : candidate.flow();
        if (flow != null) {
          action.accept(flow);
          return true;
        }
      }
      return false;
    }

    @Override
    public @Nullable Spliterator<Flow> trySplit() {
      if (end - next < WORTH_SPLITTING) {
        return null;
      }
      int begin = next;
      next = begin + (end - begin) / 2;
      return new SlotSpliterator(slots, begin, next);
    }

    @Override
    public long estimateSize() {
      return (long) end - next;
    }

    @Override
    public int characteristics() {
      return NONNULL | CONCURRENT;
    }
  }
}
