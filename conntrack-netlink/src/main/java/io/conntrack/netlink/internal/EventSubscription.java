package io.conntrack.netlink.internal;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackEvent;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to a subscriber as far as it has requested them. A task on the executor runs while
 * there is demand; nothing is received without. Thread-safe.
 */
final class EventSubscription implements Flow.Subscription, Runnable {

  private final KernelEvents events;
  private final Executor executor;
  private final Flow.Subscriber<? super ConntrackEvent> subscriber;
  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger calls = new AtomicInteger(1); // of run; that of start counts as one
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean cancelled;
  private boolean done; // only in run

  private EventSubscription(
      KernelEvents events, Executor executor, Flow.Subscriber<? super ConntrackEvent> subscriber) {
    this.events = events;
    this.executor = executor;
    this.subscriber = subscriber;
  }

  /** Subscribes, or tells the subscriber why not. */
  static void start(
      KernelEvents events, Executor executor, Flow.Subscriber<? super ConntrackEvent> subscriber) {
    EventSubscription subscription = new EventSubscription(events, executor, subscriber);
    boolean active = events.activate(subscription);
    if (!active) {
      subscription.failure.set(
          new IllegalStateException("there is a subscriber already - cancel its subscription"));
    }
    subscriber.onSubscribe(subscription);
    subscription.execute(); // whatever was requested meanwhile waited for this
  }

  @Override
  public void request(long number) {
    if (number <= 0) {
      failure.compareAndSet(
          null,
          new IllegalArgumentException(
              "request of " + number + " events is not allowed: at least 1"));
    } else {
      demand.accumulateAndGet(number, EventSubscription::add);
    }
    schedule();
  }

  private static long add(long demand, long number) {
    long sum = demand + number;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (calls.getAndIncrement() == 0) {
      events.deactivate(this); // no task is running, and as calls stay above 0 none will
    } else {
      events.wake();
    }
  }

  /** Lets the subscriber know, even without demand. */
  void streamClosed() {
    schedule();
  }

  private void schedule() {
    if (calls.getAndIncrement() == 0) {
      execute();
    } else if (failure.get() != null) {
      events.wake();
    }
  }

  private void execute() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException e) {
      failure.compareAndSet(null, e);
      run();
    }
  }

  /** Serves the subscriber until there is nothing to do; one thread at a time. */
  @Override
  public void run() {
    int served = calls.get();
    do {
      try {
        serve();
      } catch (RuntimeException | Error e) {
        finish(); // the subscriber threw, which it must not
        throw e;
      }
      served = calls.addAndGet(-served);
    } while (served != 0);
  }

  private void serve() {
    while (!done) {
      Throwable reason = failure.get();
      if (cancelled) {
        finish();
      } else if (reason != null) {
        finish();
        subscriber.onError(reason);
      } else if (events.isClosed()) {
        finish();
        subscriber.onComplete();
      } else if (demand.get() == 0) {
        return;
      } else {
        deliver();
      }
    }
  }

  private void deliver() {
    ConntrackEvent event;
    try {
      event = events.take(NetlinkSocket.NO_DEADLINE, () -> cancelled || failure.get() != null);
    } catch (ConntrackClosedException e) {
      return; // as the next look shows
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      return;
    }
    if (event != null) {
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
      subscriber.onNext(event);
    }
  }

  private void finish() {
    done = true;
    events.deactivate(this);
  }
}
