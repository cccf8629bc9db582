package io.conntrack.netlink.internal;

import io.conntrack.BulkAction;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.BulkTally;
import io.conntrack.spi.FlowBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers flows into batches of one kind of change, carries them out and counts what became of
 * each. Confined to one thread.
 */
final class BulkWriter implements AutoCloseable {

  private static final int ATTEMPTS = 5;

  private final Operation operation;
  private final BulkProgress progress;
  private final Supplier<BatchChannel> opener;
  private final ConntrackTable table; // to find out why a flow was not created
  private final boolean dumped;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer found = new FlowBuffer();
  private final int[] slotOf = new int[BatchChannel.CAPACITY]; // a request's slot
  private final BatchChannel.Answers answers = new Recorder();
  private @Nullable BatchChannel channel;
  private BulkSlot[] slots = new BulkSlot[BatchChannel.CAPACITY];
  private BulkSlot[] earlier = new BulkSlot[BatchChannel.CAPACITY]; // the batch before
  private int count;
  private int earlierCount;
  private BulkAction action = BulkAction.COUNT;

  /**
   * Makes a writer that opens its socket for the first batch.
   *
   * @param dumped whether the flows are views of a running dump, to be copied, and may come twice
   */
  BulkWriter(
      Operation operation,
      BulkProgress progress,
      Supplier<BatchChannel> opener,
      ConntrackTable table,
      boolean dumped) {
    this.operation = operation;
    this.progress = progress;
    this.opener = opener;
    this.table = table;
    this.dumped = dumped;
  }

  /** Takes a flow into the next batch, and carries that out when it is full. */
  void add(BulkAction newAction, FlowView flow, BulkTally tally, @Nullable FlowUpdate update) {
    if (newAction != action) {
      flush();
      action = newAction;
    }
    BulkSlot slot = slots[count];
    if (slot == null) {
      slot = new BulkSlot(tally);
      slots[count] = slot;
    }
    if (dumped) {
      slot.copy(flow, tally, tally.matched(), update);
    } else {
      slot.keep(flow, tally, tally.matched(), update);
    }
    count++;
    if (count == (action == BulkAction.UPDATE ? BatchChannel.QUERIES : BatchChannel.CAPACITY)) {
      flush();
    }
  }

  /** Carries out what is left. */
  void flush() {
    if (count == 0) {
      return;
    }
    if (channel == null) {
      channel = opener.get();
    }
    switch (action) {
      case DELETE -> delete(channel);
      case CREATE -> create(channel);
      case UPDATE -> update(channel);
      case COUNT -> throw new IllegalStateException("nothing to do in a batch");
    }
    BulkSlot[] done = slots;
    slots = earlier;
    earlier = done;
    earlierCount = count;
    count = 0;
  }

  private void delete(BatchChannel to) {
    for (int i = 0; i < count; i++) {
      BulkSlot slot = slots[i];
      FlowView flow = slot.flow();
      if (flow.has(FlowAttribute.ID)) {
        FlowRequests.delete(
            to.builder(), to.sequence(), flow.original(), slot.zone(), flow.idBits());
        slotOf[to.added()] = i;
      } else {
        slot.problem(
            "the flow has no id, so it cannot be told from a successor - delete it by its tuple");
      }
    }
    exchange(to);
    deleteByReply(to);
    for (int i = 0; i < count; i++) {
      if (dumped && slots[i].errno() == Errno.ENOENT && wasDumpedBefore(i)) {
        slots[i].tally().unmatched();
      } else {
        settle(slots[i]);
      }
    }
  }

  /**
   * Tries those that were not found once more. Zones of one direction let another flow have the
   * same tuple for its other direction, and the kernel looks at the first one it finds.
   */
  private void deleteByReply(BatchChannel to) {
    for (int i = 0; i < count; i++) {
      BulkSlot slot = slots[i];
      if (slot.errno() == Errno.ENOENT && slot.problem() == null) {
        FlowView flow = slot.flow();
        int zone = flow.zoneId(Direction.REPLY);
        FlowRequests.deleteByReply(to.builder(), to.sequence(), flow.reply(), zone, flow.idBits());
        slot.clearAnswer();
        slotOf[to.added()] = i;
      }
    }
    if (to.size() > 0) {
      exchangeSome(to);
    }
  }

  /** The kernel shows a part of a hash chain again if the flow where it stopped has gone. */
  private boolean wasDumpedBefore(int place) {
    for (int i = 0; i < place; i++) {
      if (slots[i].isSameFlow(slots[place])) {
        return true;
      }
    }
    for (int i = 0; i < earlierCount; i++) {
      if (earlier[i].isSameFlow(slots[place])) {
        return true;
      }
    }
    return false;
  }

  private void create(BatchChannel to) {
    for (int i = 0; i < count; i++) {
      Flow flow = Flow.copyOf(slots[i].flow());
      String problem = Creation.problem(flow);
      if (problem == null) {
        FlowRequests.create(to.builder(), to.sequence(), Creation.request(flow));
        slotOf[to.added()] = i;
      } else {
        slots[i].problem(problem);
      }
    }
    exchange(to);
    for (int i = 0; i < count; i++) {
      settle(slots[i]);
    }
  }

  /**
   * Looks flows up and changes those that are still there, and again those whose status a packet
   * changed in between.
   */
  private void update(BatchChannel to) {
    for (int attempt = 1; lookUp(to, attempt); attempt++) {
      for (int i = 0; i < count; i++) {
        BulkSlot slot = slots[i];
        if (slot.isOpen()) {
          FlowRequests.update(
              to.builder(),
              to.sequence(),
              slot.flow().original(),
              slot.zone(),
              slot.status(),
              slot.update());
          slotOf[to.added()] = i;
        }
      }
      exchange(to);
      for (int i = 0; i < count; i++) {
        BulkSlot slot = slots[i];
        if (slot.isOpen() && (slot.errno() != Errno.EBUSY || attempt == ATTEMPTS)) {
          settle(slot);
        }
      }
    }
  }

  /** Looks up the flows that are not settled, and says whether one of them is still there. */
  private boolean lookUp(BatchChannel from, int attempt) {
    for (int i = 0; i < count; i++) {
      if (slots[i].isOpen()) {
        BulkSlot slot = slots[i];
        FlowRequests.get(from.builder(), from.sequence(), slot.flow().original(), slot.zone());
        slotOf[from.added()] = i;
      }
    }
    exchange(from);
    boolean some = false;
    for (int i = 0; i < count; i++) {
      BulkSlot slot = slots[i];
      if (slot.isOpen()) {
        some |= settleLookUp(slot, attempt);
      }
    }
    return some;
  }

  /** Says whether the flow is there to be changed. */
  private boolean settleLookUp(BulkSlot slot, int attempt) {
    if (slot.errno() == Errno.EPERM) {
      throw KernelErrors.refusal(operation, Errno.EPERM, slot.explanation());
    }
    if (slot.errno() == 0 && attempt > 1 && !slot.isStatusNew()) {
      slot.refused(Errno.EBUSY, ""); // not for a lost race then
    }
    if (slot.errno() != 0) {
      settle(slot);
    }
    return slot.isOpen();
  }

  /** Carries out what was written, if anything, and takes down the answers. */
  private void exchange(BatchChannel with) {
    if (with.size() == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      slots[i].clearAnswer();
    }
    exchangeSome(with);
  }

  /** Carries out what was written for those slots that have no answer. */
  private void exchangeSome(BatchChannel with) {
    progress.uncertain(with.size());
    with.exchange(operation, answers);
    progress.uncertain(0);
  }

  private final class Recorder implements BatchChannel.Answers {
    @Override
    public void refused(int index, int errno, String explanation) {
      slots[slotOf[index]].refused(errno, explanation);
    }

    @Override
    public void answered(int index, MessageReader message) {
      decoder.decode(message, found);
      slots[slotOf[index]].found(found);
    }
  }

  /** Counts what became of a flow. */
  private void settle(BulkSlot slot) {
    slot.close();
    int errno = slot.errno();
    if (slot.problem() != null) {
      fail(slot);
    } else if (errno == 0) {
      slot.tally().changed(slot.flow());
    } else if (isGone(errno)) {
      slot.tally().gone(slot.flow());
    } else if (errno == Errno.EPERM && !isTimeoutFixed(slot)) {
      throw KernelErrors.refusal(operation, errno, slot.explanation()); // of all that follow too
    } else {
      fail(slot);
    }
  }

  /** A flow that is ending cannot be changed; in a creation it is the master that is not there. */
  private boolean isGone(int errno) {
    return action != BulkAction.CREATE && (errno == Errno.ENOENT || errno == Errno.ETIME);
  }

  /** An update follows a lookup, which was permitted. */
  private boolean isTimeoutFixed(BulkSlot slot) {
    return action == BulkAction.UPDATE && slot.update().timeoutSeconds().isPresent();
  }

  private void fail(BulkSlot slot) {
    slot.tally().failed(slot.index(), slot.flow(), () -> reason(slot));
  }

  /** Returns why it failed; what takes further requests is found out for a few only. */
  private ConntrackException reason(BulkSlot slot) {
    Tuple original = Tuple.copyOf(slot.flow().original());
    Operation single = new Operation(action.toString(), original, Zone.of(slot.zone()));
    String problem = slot.problem();
    if (problem != null) {
      return new ConntrackException(single.toString(), 0, problem);
    }
    ConntrackException refusal = KernelErrors.refusal(single, slot.errno(), slot.explanation());
    Flow flow = Flow.copyOf(slot.flow());
    if (action == BulkAction.UPDATE) {
      return Updating.explain(single, flow, slot.update(), refusal);
    }
    return action == BulkAction.CREATE && slot.tally().listsNextFailure()
        ? Creation.explain(single, flow, refusal, table)
        : refusal;
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.close();
    }
  }
}
