package io.conntrack.mirror;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows which state the mirror is in and which dumps are wanted. Thread-safe.
 *
 * <p>A dump fulfils what was requested before it began and nothing later. So requests are numbered,
 * and the mirror is in step when no request of a repair is newer than the last complete dump.
 */
final class Progress {

  private volatile LiveTableState state = LiveTableState.LOADING;
  private @Nullable Throwable failure;
  private long requested = 1; // the first dump
  private long repairRequested = 1;
  private long completed;
  private boolean signalled;

  LiveTableState state() {
    return state;
  }

  boolean isOpen() {
    return !state.isFinal();
  }

  synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Requests a dump of a mirror that is in step, and returns the number of the request. */
  synchronized long requestDump() {
    requested++;
    notifyAll();
    return requested;
  }

  /** Requests a dump because the mirror is not in step; says whether that is a new state. */
  synchronized boolean requestRepair() {
    repairRequested = requestDump();
    return become(LiveTableState.IN_STEP, LiveTableState.REPAIRING);
  }

  /** Returns the number of the newest request, which a dump that begins now fulfils. */
  synchronized long newestRequest() {
    return requested;
  }

  synchronized boolean isDumpWanted() {
    return requested > completed;
  }

  /** Notes that a dump was merged; says whether the mirror is in step again by it. */
  synchronized boolean complete(long request) {
    completed = request;
    failure = null;
    notifyAll();
    return repairRequested <= completed
        && (become(LiveTableState.LOADING, LiveTableState.IN_STEP)
            || become(LiveTableState.REPAIRING, LiveTableState.IN_STEP));
  }

  private boolean become(LiveTableState from, LiveTableState to) {
    if (state != from) {
      return false;
    }
    state = to;
    notifyAll();
    return true;
  }

  /** Notes why something failed that is tried again. */
  synchronized void failed(Throwable reason) {
    failure = reason;
  }

  /** Ends the mirror by itself, unless it has ended. */
  synchronized void fail(Throwable reason) {
    if (!state.isFinal()) {
      failure = reason;
      state = LiveTableState.FAILED;
      notifyAll();
    }
  }

  /** Ends the mirror. */
  synchronized void close() {
    state = LiveTableState.CLOSED;
    notifyAll();
  }

  /** Wakes up whoever pauses. */
  synchronized void signal() {
    signalled = true;
    notifyAll();
  }

  /** Waits until something is to be done, the mirror has ended, or time is up. */
  synchronized void pause(Duration limit) throws InterruptedException {
    Deadline deadline = new Deadline(limit);
    while (!signalled && !isDumpWanted() && !state.isFinal() && !deadline.isOver()) {
      deadline.await(this);
    }
    signalled = false;
  }

  /** Waits for a time that only the end of the mirror cuts short. */
  synchronized void rest(Duration time) throws InterruptedException {
    Deadline deadline = new Deadline(time);
    while (!state.isFinal() && !deadline.isOver()) {
      deadline.await(this);
    }
  }

  /** Waits until the mirror is in step and says whether it is; also when it has ended. */
  synchronized boolean awaitInStep(Duration limit) throws InterruptedException {
    Deadline deadline = new Deadline(limit);
    while (state != LiveTableState.IN_STEP && !state.isFinal() && !deadline.isOver()) {
      deadline.await(this);
    }
    return state == LiveTableState.IN_STEP;
  }

  /** Waits until a request is fulfilled and says whether it is; also when the mirror has ended. */
  synchronized boolean awaitCompleted(long request, Duration limit) throws InterruptedException {
    Deadline deadline = new Deadline(limit);
    while (completed < request && !state.isFinal() && !deadline.isOver()) {
      deadline.await(this);
    }
    return completed >= request;
  }

  /** A moment until which somebody waits on a monitor. */
  private static final class Deadline {

    private static final long LONGEST = Long.MAX_VALUE / 2;

    private final long end;

    Deadline(Duration limit) {
      end = System.nanoTime() + nanos(limit);
    }

    private static long nanos(Duration limit) {
      return limit.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : limit.toNanos();
    }

    boolean isOver() {
      return end - System.nanoTime() <= 0;
    }

    @SuppressWarnings("WaitNotInLoop") // every caller loops over its condition
    void await(Object monitor) throws InterruptedException {
      long millis = (end - System.nanoTime()) / 1_000_000 + 1;
      monitor.wait(Math.max(millis, 1));
    }
  }
}
