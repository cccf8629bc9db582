package io.conntrack;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Follows what happens to flows and expectations, in the order in which it happened within a
 * network namespace.
 *
 * <p>Thread-safe, but for consuming: it is consumed in one of four forms, which may be mixed, by
 * one thread at a time. A second one that consumes meanwhile gets an {@link IllegalStateException}.
 *
 * <p>It holds descriptors until it is closed, which any thread may do: a consumer that is blocked
 * returns at once, whereas {@link Thread#interrupt()} does not end its wait. Closing the {@link
 * Conntrack} closes it too. No thread is started.
 *
 * <p>Loss is an element, {@link EventsLost}, and stands where it happened; {@link LossPolicy} says
 * what comes next. A message that cannot be read is a loss like one that was dropped, so that
 * nothing of what other processes do to messages ends the stream.
 */
public interface EventStream extends Iterable<ConntrackEvent>, AutoCloseable {

  /**
   * Returns an iterator that waits for events as long as the stream is open: {@code hasNext}
   * blocks, and is false once the stream is closed. All iterators take from the same stream.
   *
   * <p>{@code hasNext} throws {@link EventsLostException} with {@link LossPolicy#FAIL}.
   */
  @Override
  Iterator<ConntrackEvent> iterator();

  /**
   * Returns the next event, and waits for it if there is none.
   *
   * @param timeout how long to wait; zero takes what is there, a negative one is zero
   * @return the event, empty if none came in time
   * @throws ConntrackClosedException if the stream is closed, also while this waits
   * @throws EventsLostException with {@link LossPolicy#FAIL}
   */
  Optional<ConntrackEvent> poll(Duration timeout);

  /**
   * Hands events to a handler, on the calling thread, and allocates nothing per event: what one
   * system call per namespace receives, at most {@link EventOptions#batchSize()} events of each.
   * Waits if there is nothing.
   *
   * @param timeout how long to wait; zero takes what is there, a negative one is zero
   * @return how many events the handler got, losses and resyncs included; 0 if none came in time,
   *     or if the filter selected none of what came
   * @throws ConntrackClosedException if the stream is closed, also while this waits
   * @throws EventsLostException with {@link LossPolicy#FAIL}
   */
  int poll(EventHandler handler, Duration timeout);

  /**
   * Returns a publisher that receives only what its subscriber has requested: with no demand left,
   * events wait in the receive buffer, where they may be lost, which the subscriber is told.
   *
   * <p>One subscriber at a time; another one meanwhile gets {@code onError} with an {@link
   * IllegalStateException}. Cancelling lets the next one subscribe and leaves the stream open.
   * {@code onComplete} comes when the stream is closed, {@code onError} with what an iterator would
   * throw, or with an {@link IllegalArgumentException} for a request of less than one event.
   *
   * @param executor runs the subscriber, one task at a time; a task blocks its thread while there
   *     is demand and no event
   */
  java.util.concurrent.Flow.Publisher<ConntrackEvent> publisher(Executor executor);

  /** Returns which part of the filter the kernel runs and which part this process, for people. */
  String explain();

  /** Returns the numbers of this stream so far; cheap enough for every second. */
  EventStatistics statistics();

  /** Closes the stream; further calls do nothing. */
  @Override
  void close();
}
