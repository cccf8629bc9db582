package io.conntrack.mirror;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStatistics;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.FlowView;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that takes events from the stream and gives them to the writer. A stream that fails is
 * opened again, which is a loss like others.
 */
final class Follower implements Runnable, EventHandler {

  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1); // closing the stream ends it

  private final Conntrack conntrack;
  private final EventOptions options;
  private final Reconciler reconciler;
  private final Progress progress;
  private final Tally tally;
  private final Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(5));
  private volatile EventStream stream;

  Follower(
      Conntrack conntrack,
      EventOptions options,
      Reconciler reconciler,
      Progress progress,
      Tally tally) {
    this.conntrack = conntrack;
    this.options = options;
    this.reconciler = reconciler;
    this.progress = progress;
    this.tally = tally;
    stream = conntrack.events(options);
  }

  @Override
  public void run() {
    try {
      while (progress.isOpen()) {
        follow();
      }
    } catch (InterruptedException e) {
      progress.fail(e);
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void follow() throws InterruptedException {
    try {
      if (stream.poll(this, PATIENCE) > 0) {
        backoff.reset();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("the thread that follows the events was interrupted");
      }
    } catch (RuntimeException e) {
      if (progress.isOpen()) {
        reopen(e);
      }
    }
  }

  private void reopen(RuntimeException failure) throws InterruptedException {
    if (!(failure instanceof ConntrackClosedException) && backoff.isReset()) {
      log.warn("the events of a live table failed; the stream is opened again", failure);
    }
    progress.failed(failure);
    stream.close();
    progress.rest(backoff.next());
    try {
      stream = conntrack.events(options);
      tally.reopened.incrementAndGet();
    } catch (ConntrackClosedException e) {
      progress.fail(e);
    } catch (RuntimeException e) {
      progress.failed(e); // the closed stream fails at once, and this is tried again
    }
    reconciler.requestRepair();
    if (!progress.isOpen()) {
      stream.close(); // whoever ended the mirror meanwhile may have closed the old one
    }
  }

  @Override
  public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
    reconciler.event(type, flow, origin.portId());
  }

  @Override
  public void onLost(EventsLost lost) {
    reconciler.lost(lost.count());
  }

  EventStatistics statistics() {
    return stream.statistics();
  }

  /** Ends the task soon; may be called by any thread. */
  void close() {
    stream.close();
  }
}
