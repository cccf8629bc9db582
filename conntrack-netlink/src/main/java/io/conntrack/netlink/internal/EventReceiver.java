package io.conntrack.netlink.internal;

import io.conntrack.EventOrigin;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.ExpectationView;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Resynced;
import io.conntrack.netlink.internal.jfr.EventBatchEvent;
import io.conntrack.netlink.internal.jfr.OverrunEvent;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.EventTransport;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.SocketMemory;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of one network namespace and puts losses and resyncs in their place among
 * them. It walks over what one system call received, then receives again. Confined to one thread,
 * but any thread may close it.
 */
final class EventReceiver implements EventOrigin {

  /** What a step came to. */
  enum Element {
    /** All that was received has been walked over. */
    NONE,
    /** A flow. */
    FLOW,
    /** An expectation. */
    EXPECTATION,
    /** A loss. */
    LOST,
    /** The end of a resync. */
    RESYNCED
  }

  // no multiple of a power of two, lest all slots compete for the same lines of the cache
  private static final int SLOT_BYTES = 2048 + 64;

  private final String namespace;
  private final EventTransport transport;
  private final EventBuffer buffer;
  private final EventReader reader;
  private final EventCounters counters;
  private final @Nullable Resync resync;
  private final LossTracker losses;
  private final ReceiveBatch batch;
  private final WallClock clock = new WallClock();
  private final EventBatchEvent recording = new EventBatchEvent();

  private int filled;
  private int slot;
  private int unreadable; // in a row, not yet reported
  private Element waiting = Element.NONE; // was read already, and comes after a loss
  private boolean isResync;
  private @Nullable EventsLost lossBehind; // what was received
  private @Nullable EventsLost lost;
  private @Nullable Resynced resynced;
  private long lastReceived = clock.nanos();

  EventReceiver(
      String namespace,
      EventTransport transport,
      EventBuffer buffer,
      EventReader reader,
      int batchSize,
      EventCounters counters,
      @Nullable Resync resync) {
    this.namespace = namespace;
    this.transport = transport;
    this.buffer = buffer;
    this.reader = reader;
    this.counters = counters;
    this.resync = resync;
    this.losses = new LossTracker(transport);
    this.batch = ReceiveBatch.allocate(batchSize, SLOT_BYTES);
  }

  /**
   * Makes one system call, once all that was received has been walked over.
   *
   * @return whether there is anything new to walk over
   * @throws SystemCallException for any error but ENOBUFS
   */
  boolean receive() {
    int count = EventTransport.QUEUE_EMPTY;
    long loss;
    recording.begin();
    try {
      count = transport.receiveQueued(batch, losses.slots(batch.slots()));
      noteReceived(count);
      loss = losses.received(count);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOBUFS) {
        throw e;
      }
      buffer.overran();
      loss = losses.overrun();
    }
    if (loss != LossTracker.NONE) {
      noteLoss(loss);
    }
    return count > 0 || losses.isDraining() || lossBehind != null;
  }

  private void noteReceived(int count) {
    filled = count;
    slot = 0;
    if (count > 0) {
      recording.end(namespace, count);
      lastReceived = clock.nanos();
      EventCounters.add(counters.received, count);
    }
    if (count == batch.slots()) {
      buffer.queued(SocketMemory.queuedBytes(transport.memory()));
    }
  }

  private void noteLoss(long count) {
    boolean overrun = count > 0;
    if (overrun) {
      EventCounters.add(counters.overruns, 1);
      EventCounters.add(counters.lost, count);
    }
    lossBehind = loss(count, overrun ? EventsLost.Cause.OVERRUN : EventsLost.Cause.KERNEL_MEMORY);
  }

  private EventsLost loss(long count, EventsLost.Cause cause) {
    OverrunEvent.record(namespace, cause.name(), count, buffer.bytes());
    return new EventsLost(
        count, cause, WallClock.instant(lastReceived), WallClock.instant(clock.nanos()), namespace);
  }

  /** Steps to the next element of what was received. */
  Element next() {
    if (resync != null && resync.isRunning()) {
      return nextOfResync(resync);
    }
    isResync = false;
    Element element = nextOfBatch();
    if (element == Element.LOST && resync != null) {
      resync.want();
    }
    if (element == Element.NONE && resync != null && resync.begin()) {
      return nextOfResync(resync);
    }
    return element;
  }

  private Element nextOfResync(Resync running) {
    isResync = true;
    Element element = running.next();
    if (element == Element.RESYNCED) {
      resynced = running.result(namespace);
      EventCounters.add(counters.resyncs, 1);
    }
    return element;
  }

  private Element nextOfBatch() {
    Element element = waiting == Element.NONE ? nextReadable() : waiting;
    waiting = Element.NONE;
    if (unreadable > 0) {
      waiting = element;
      lost = loss(unreadable, EventsLost.Cause.UNREADABLE);
      unreadable = 0;
      return Element.LOST;
    }
    if (element == Element.NONE && lossBehind != null) {
      lost = lossBehind;
      lossBehind = null;
      return Element.LOST;
    }
    return element;
  }

  private Element nextReadable() {
    while (true) {
      switch (reader.next()) {
        case FLOW -> {
          measureLag();
          return Element.FLOW;
        }
        case EXPECTATION -> {
          return Element.EXPECTATION;
        }
        case UNREADABLE -> {
          unreadable++;
          EventCounters.add(counters.unreadable, 1);
        }
        case END -> {
          if (slot == filled) {
            return Element.NONE;
          }
          reader.wrap(batch.slot(slot++));
        }
      }
    }
  }

  private void measureLag() {
    FlowView flow = reader.flow();
    if (flow.has(FlowAttribute.EVENT_TIME)) {
      counters.lag(lastReceived - flow.eventNanos());
    }
  }

  /** Returns until when a wait for events may last at most. */
  long dueAt() {
    return resync == null ? NetlinkSocket.NO_DEADLINE : resync.dueAt();
  }

  EventType type() {
    return isResync ? EventType.NEW : reader.type();
  }

  FlowView flow() {
    return isResync && resync != null ? resync.flow() : reader.flow();
  }

  ExpectationView expectation() {
    return isResync && resync != null ? resync.expectation() : reader.expectation();
  }

  EventsLost lost() {
    return Objects.requireNonNull(lost);
  }

  Resynced resynced() {
    return Objects.requireNonNull(resynced);
  }

  EventBuffer buffer() {
    return buffer;
  }

  @Override
  public long portId() {
    return isResync ? 0 : Integer.toUnsignedLong(reader.portId());
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public boolean isResync() {
    return isResync;
  }

  /** Ends a resync that is running; the socket is closed with its group. */
  void close() {
    if (resync != null) {
      resync.close();
    }
  }
}
