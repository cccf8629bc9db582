package io.conntrack.netlink.internal;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventStatistics;
import io.conntrack.EventStream;
import io.conntrack.EventsLost;
import io.conntrack.EventsLostException;
import io.conntrack.Expectation;
import io.conntrack.ExpectationEvent;
import io.conntrack.Flow;
import io.conntrack.FlowEvent;
import io.conntrack.LossPolicy;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SocketGroup;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stream of the kernel's events. */
final class KernelEvents implements EventStream, OpenResource {

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2); // 146 years

  private final Operation operation;
  private final LossPolicy policy;
  private final int batchSize;
  private final SocketGroup group;
  private final EventReceiver[] receivers;
  private final EventCounters counters;
  private final String explanation;
  private final Runnable onClose;
  private final AtomicBoolean consuming = new AtomicBoolean();
  private final AtomicReference<@Nullable EventSubscription> subscription = new AtomicReference<>();
  private volatile boolean closed;
  private int turn; // whose elements come next
  private long enough; // messages received, so that all that was queued has been

  KernelEvents(
      Operation operation,
      EventOptions options,
      SocketGroup group,
      List<EventReceiver> receivers,
      EventCounters counters,
      String explanation,
      Runnable onClose) {
    this.operation = operation;
    this.policy = options.policy();
    this.batchSize = options.batchSize();
    this.group = group;
    this.receivers = receivers.toArray(EventReceiver[]::new);
    this.counters = counters;
    this.explanation = explanation;
    this.onClose = onClose;
  }

  @Override
  public Iterator<ConntrackEvent> iterator() {
    return new EventIterator(this);
  }

  @Override
  public Optional<ConntrackEvent> poll(Duration timeout) {
    return Optional.ofNullable(take(deadline(timeout), () -> false));
  }

  @Override
  public int poll(EventHandler handler, Duration timeout) {
    Objects.requireNonNull(handler, "handler");
    long deadline = deadline(timeout);
    enter();
    try {
      int delivered = deliver(handler);
      boolean isTimeLeft = true;
      while (delivered == 0 && isTimeLeft && !closed) {
        isTimeLeft = bring(deadline);
        delivered = deliver(handler);
      }
      return delivered;
    } catch (DescriptorClosedException | SystemCallException e) {
      throw translate(e);
    } finally {
      leave();
    }
  }

  private int deliver(EventHandler handler) {
    int delivered = 0;
    for (EventReceiver receiver : receivers) {
      int left = batchSize;
      while (left > 0 && !closed && deliverNext(receiver, handler)) {
        left--;
      }
      delivered += batchSize - left;
    }
    return delivered;
  }

  private boolean deliverNext(EventReceiver receiver, EventHandler handler) {
    switch (receiver.next()) {
      case FLOW -> handler.onFlow(receiver.type(), receiver.flow(), receiver);
      case EXPECTATION -> handler.onExpectation(receiver.type(), receiver.expectation(), receiver);
      case LOST -> handler.onLost(tolerated(receiver.lost()));
      case RESYNCED -> handler.onResynced(receiver.resynced());
      case NONE -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the next event, and waits for it if there is none.
   *
   * @param isGivenUp ends a wait that {@link #wake()} interrupts, before an event is taken
   * @return the event, or null if there was none in time or the wait was given up
   */
  @Nullable ConntrackEvent take(long deadlineNanos, GivenUp isGivenUp) {
    enter();
    try {
      ConntrackEvent event = isGivenUp.test() ? null : takeReceived();
      boolean isTimeLeft = true;
      while (event == null && isTimeLeft && !isGivenUp.test()) {
        isTimeLeft = bring(deadlineNanos);
        event = isGivenUp.test() ? null : takeReceived();
      }
      return event;
    } catch (DescriptorClosedException | SystemCallException e) {
      throw translate(e);
    } finally {
      leave();
    }
  }

  /** Tells whether somebody still wants what he waits for. */
  @FunctionalInterface
  interface GivenUp {
    boolean test();
  }

  private @Nullable ConntrackEvent takeReceived() {
    for (int asked = 0; asked < receivers.length; asked++) {
      ConntrackEvent event = takeReceived(receivers[turn]);
      if (event != null) {
        return event;
      }
      turn = (turn + 1) % receivers.length;
    }
    return null;
  }

  private @Nullable ConntrackEvent takeReceived(EventReceiver from) {
    return switch (from.next()) {
      case FLOW ->
          new FlowEvent(
              from.type(),
              Flow.copyOf(from.flow()),
              from.portId(),
              from.namespace(),
              from.isResync());
      case EXPECTATION ->
          new ExpectationEvent(
              from.type(),
              Expectation.copyOf(from.expectation()),
              from.portId(),
              from.namespace(),
              from.isResync());
      case LOST -> tolerated(from.lost());
      case RESYNCED -> from.resynced();
      case NONE -> null;
    };
  }

  private EventsLost tolerated(EventsLost lost) {
    if (policy == LossPolicy.FAIL) {
      close();
      throw new EventsLostException(operation.toString(), Errno.ENOBUFS, lost);
    }
    return lost;
  }

  /**
   * Receives, or else waits for something to receive; tells whether to go on. What was queued when
   * the call began is received even if its time is up, but then not what comes meanwhile.
   */
  private boolean bring(long deadlineNanos) {
    return receive()
        ? deadlineNanos == NetlinkSocket.NO_DEADLINE
            || System.nanoTime() - deadlineNanos < 0
            || counters.received.getPlain() < enough
        : await(deadlineNanos);
  }

  /** Receives once from each socket that has something; tells whether any had. */
  private boolean receive() {
    if (receivers.length == 1) {
      return receivers[0].receive();
    }
    boolean any = false;
    group.look();
    for (int index = 0; index < receivers.length; index++) {
      any |= group.isReady(index) && receivers[index].receive();
    }
    return any;
  }

  private boolean await(long deadlineNanos) {
    long until = deadlineNanos;
    for (EventReceiver receiver : receivers) {
      until = earlier(until, receiver.dueAt());
    }
    return group.await(until) || until != deadlineNanos; // a resync is due then
  }

  private static long earlier(long a, long b) {
    if (a == NetlinkSocket.NO_DEADLINE || b == NetlinkSocket.NO_DEADLINE) {
      return a == NetlinkSocket.NO_DEADLINE ? b : a;
    }
    return a - b < 0 ? a : b;
  }

  private static long deadline(Duration timeout) {
    long now = System.nanoTime();
    if (timeout.isNegative()) {
      return now;
    }
    return timeout.compareTo(FOREVER) >= 0 ? NetlinkSocket.NO_DEADLINE : now + timeout.toNanos();
  }

  private void enter() {
    if (closed) {
      throw KernelErrors.closed(operation);
    }
    if (!consuming.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "events are being consumed already, by another thread or around this handler");
    }
    enough = counters.received.getPlain();
    for (EventReceiver receiver : receivers) {
      enough += receiver.buffer().events();
    }
  }

  private void leave() {
    consuming.set(false);
  }

  private RuntimeException translate(RuntimeException e) {
    return e instanceof SystemCallException failure
        ? KernelErrors.systemCall(operation, failure)
        : KernelErrors.closed(operation);
  }

  @Override
  public java.util.concurrent.Flow.Publisher<ConntrackEvent> publisher(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return subscriber -> EventSubscription.start(this, executor, subscriber);
  }

  /** Makes this the only subscription, unless there is one. */
  boolean activate(EventSubscription wanted) {
    return subscription.compareAndSet(null, wanted);
  }

  void deactivate(EventSubscription ended) {
    subscription.compareAndSet(ended, null);
  }

  /** Lets a thread that waits in {@link #take} look whether it was given up. */
  void wake() {
    group.wake();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String explain() {
    return explanation;
  }

  @Override
  public EventStatistics statistics() {
    long bytes = 0;
    long events = 0;
    long highWater = 0;
    Optional<String> clamp = Optional.empty();
    for (EventReceiver receiver : receivers) {
      EventBuffer buffer = receiver.buffer();
      bytes += buffer.bytes();
      events += buffer.events();
      highWater = Math.max(highWater, buffer.highWaterEvents());
      clamp = clamp.or(buffer::clamp);
    }
    return new EventStatistics(
        counters.received.get(),
        counters.lost.get(),
        counters.unreadable.get(),
        counters.overruns.get(),
        counters.resyncs.get(),
        bytes,
        events,
        highWater,
        clamp,
        counters.lag());
  }

  @Override
  public void close() {
    closed = true;
    group.close();
    for (EventReceiver receiver : receivers) {
      receiver.close();
    }
    onClose.run();
    EventSubscription active = subscription.get();
    if (active != null) {
      active.streamClosed();
    }
  }

  /** Waits for the next event in {@code hasNext}. */
  private static final class EventIterator implements Iterator<ConntrackEvent> {

    private final KernelEvents events;
    private @Nullable ConntrackEvent next;

    EventIterator(KernelEvents events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && !events.isClosed()) {
          next = events.take(NetlinkSocket.NO_DEADLINE, () -> false);
        }
      } catch (ConntrackClosedException e) {
        return false;
      }
      return next != null;
    }

    @Override
    public ConntrackEvent next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException("the stream of events is closed");
      }
      ConntrackEvent event = Objects.requireNonNull(next);
      next = null;
      return event;
    }
  }
}
