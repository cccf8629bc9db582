package io.conntrack.mirror;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that asks: it dumps the table when the mirror is loaded, after losses and for audits,
 * and looks up single flows. So requests, which can take long, never hold up the events.
 */
final class Repairer implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Repairer.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int BATCH = 256;
  private static final int ROUNDS = 20;
  private static final int SLOTS = 1024;

  private final ConntrackTable table;
  private final FlowFilter filter;
  private final FlowStore store;
  private final Reconciler reconciler;
  private final Progress progress;
  private final Tally tally;
  private final LongSupplier seconds;
  private final long auditSeconds;
  private final int lookupsPerSecond;
  private final Backoff failures = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(5));
  private final Backoff repeats = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(1));
  private long lastDump;
  private int patrolled;

  Repairer(
      ConntrackTable table,
      LiveTableOptions options,
      FlowStore store,
      Reconciler reconciler,
      Progress progress,
      Tally tally,
      LongSupplier seconds) {
    this.table = table;
    this.filter = options.filter();
    this.store = store;
    this.reconciler = reconciler;
    this.progress = progress;
    this.tally = tally;
    this.seconds = seconds;
    this.auditSeconds = Math.max(1, options.audit().toSeconds());
    this.lookupsPerSecond = options.lookupsPerSecond();
  }

  /** Ends a scan of a mirror that has been closed. */
  private static final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    Stopped() {
      super("the live table was closed", null, false, false);
    }
  }

  @Override
  public void run() {
    try {
      while (progress.isOpen()) {
        work();
      }
    } catch (InterruptedException e) {
      progress.fail(e);
      Thread.currentThread().interrupt();
    }
  }

  private void work() throws InterruptedException {
    try {
      boolean dumping = progress.isDumpWanted();
      if (!repair()) {
        progress.pause(TICK);
        patrol();
      } else if (dumping && progress.isDumpWanted()) {
        progress.rest(repeats.next()); // events are lost faster than dumps make up for it
      } else {
        repeats.reset();
      }
      failures.reset();
    } catch (Stopped e) {
      log.debug("a dump was given up, because the mirror has ended");
    } catch (ConntrackClosedException e) {
      progress.fail(e);
    } catch (RuntimeException e) {
      recover(e);
    }
  }

  private void recover(RuntimeException failure) throws InterruptedException {
    if (progress.isOpen()) {
      if (failures.isReset()) {
        log.warn("a request of a live table failed; it is tried until it succeeds", failure);
      }
      progress.failed(failure);
      tally.failures.incrementAndGet();
      progress.rest(failures.next());
    }
  }

  /** Does what is to be done at once; says whether there was anything. */
  boolean repair() {
    if (progress.isDumpWanted()) {
      dump();
    } else if (reconciler.hasQuestions()) {
      answerQuestions();
    } else {
      return false;
    }
    return true;
  }

  private void dump() {
    if (progress.state() == LiveTableState.LOADING && filter.equals(FlowFilter.any())) {
      store.reserve((int) Math.min(table.count(), Integer.MAX_VALUE / 8));
    }
    long request = progress.newestRequest();
    int number = reconciler.beginDump();
    table.scan(
        filter,
        flow -> {
          checkOpen();
          reconciler.image(flow);
        });
    lookUp(reconciler.missing(number));
    answerQuestions();
    reconciler.completeDump(request);
    lastDump = seconds.getAsLong();
  }

  private void checkOpen() {
    if (!progress.isOpen()) {
      throw new Stopped();
    }
  }

  /** Looks up what is open, and what that leaves open, but not for ever. */
  private void answerQuestions() {
    for (int round = 0; round < ROUNDS && reconciler.hasQuestions(); round++) {
      lookUp(reconciler.questions(Integer.MAX_VALUE));
    }
  }

  private void lookUp(List<FlowKey> keys) {
    for (int from = 0; from < keys.size(); from += BATCH) {
      reconciler.beginLookups();
      try {
        keys.subList(from, Math.min(keys.size(), from + BATCH)).forEach(this::lookUp);
      } finally {
        reconciler.endLookups();
      }
    }
  }

  private void lookUp(FlowKey key) {
    checkOpen();
    @Nullable Flow before = reconciler.known(key);
    reconciler.answer(key, before, table.get(key.original(), key.zone()).filter(key::identifies));
  }

  /** Looks up some of the flows that have been silent for too long, and requests audits. */
  void patrol() {
    long now = seconds.getAsLong();
    List<FlowKey> due = new ArrayList<>();
    patrolled =
        store.forSome(
            patrolled,
            SLOTS,
            flow -> {
              Flow current = flow.flow();
              if (flow.checkAt() <= now && due.size() < lookupsPerSecond && current != null) {
                due.add(FlowKey.of(current));
              }
            });
    lookUp(due);
    if (now - lastDump >= auditSeconds) {
      progress.requestDump();
    }
  }
}
