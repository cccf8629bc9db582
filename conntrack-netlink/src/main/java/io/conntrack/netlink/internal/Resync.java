package io.conntrack.netlink.internal;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.EventOptions;
import io.conntrack.ExpectationView;
import io.conntrack.FlowView;
import io.conntrack.Resynced;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.jfr.ResyncEvent;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dumps what a stream of events follows, after a loss. A dump that fails is repeated. Between two
 * dumps passes at least as much time as the first took, so that a stream under load gets to its
 * events too. Confined to one thread, but any thread may close it.
 */
final class Resync implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Resync.class);
  private static final long PAUSE_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

  private final Operation operation;
  private final Function<Operation, Transport> sockets;
  private final EventOptions options;
  private final Duration timeout;
  private final ResyncEvent recording = new ResyncEvent();
  private boolean wanted;
  private long notBefore = System.nanoTime();
  private long beganAt; // on the scale of System.nanoTime
  private Instant since = Instant.EPOCH;
  private long flowCount;
  private long expectationCount;
  private volatile @Nullable FlowDump flows;
  private volatile @Nullable ExpectationDump expectations;
  private volatile boolean closed;

  Resync(
      Operation operation,
      Function<Operation, Transport> sockets,
      EventOptions options,
      Duration timeout) {
    this.operation = operation;
    this.sockets = sockets;
    this.options = options;
    this.timeout = timeout;
  }

  /** Asks for a dump, in addition to the one that may be running. */
  void want() {
    wanted = true;
  }

  /** Returns when the next dump is to begin, or {@link NetlinkSocket#NO_DEADLINE}. */
  long dueAt() {
    return wanted && !isRunning() ? notBefore : NetlinkSocket.NO_DEADLINE;
  }

  boolean isRunning() {
    return flows != null || expectations != null;
  }

  /** Begins the dump if it is due; tells whether one is running. */
  boolean begin() {
    if (wanted && !isRunning() && System.nanoTime() - notBefore >= 0) {
      wanted = false;
      flowCount = 0;
      expectationCount = 0;
      beganAt = System.nanoTime();
      since = Instant.now();
      recording.begin();
      openFlows();
    }
    return isRunning();
  }

  private void openFlows() {
    try {
      if (options.flows().isEmpty()) {
        expectations = new ExpectationDump(operation, sockets.apply(operation), timeout);
      } else {
        flows =
            new FlowDump(
                operation, sockets.apply(operation), Pushdown.NONE, options.filter(), timeout);
      }
    } catch (ConntrackException e) {
      failed(e);
    }
    closeIfLate();
  }

  /** Steps to the next element of the dump: a flow, an expectation, its end, or nothing yet. */
  EventReceiver.Element next() {
    try {
      FlowDump runningFlows = flows;
      if (runningFlows != null) {
        if (runningFlows.next()) {
          flowCount++;
          return EventReceiver.Element.FLOW;
        }
        endFlows();
      }
      ExpectationDump runningExpectations = expectations;
      if (runningExpectations != null && runningExpectations.next()) {
        expectationCount++;
        return EventReceiver.Element.EXPECTATION;
      }
    } catch (ConntrackException e) {
      failed(e);
      return EventReceiver.Element.NONE;
    }
    end();
    return EventReceiver.Element.RESYNCED;
  }

  private void endFlows() {
    if (!options.expectations().isEmpty()) {
      expectations = new ExpectationDump(operation, sockets.apply(operation), timeout);
    }
    flows = null;
    closeIfLate();
  }

  private void end() {
    expectations = null;
    long now = System.nanoTime();
    notBefore = now + (now - beganAt);
  }

  /** What was delivered of the dump stays without an end; the next one delivers it again. */
  private void failed(ConntrackException e) {
    flows = null;
    expectations = null;
    if (closed || e instanceof ConntrackClosedException) {
      throw e;
    }
    wanted = true;
    notBefore = System.nanoTime() + Math.max(PAUSE_AFTER_FAILURE, System.nanoTime() - beganAt);
    log.warn("resync failed and will be repeated", e);
  }

  /** Returns what the end of the dump says. */
  Resynced result(String namespace) {
    recording.end(namespace, flowCount, expectationCount);
    return new Resynced(flowCount, expectationCount, since, Instant.now(), namespace);
  }

  /** Returns the flow, valid until the next step. */
  FlowView flow() {
    FlowDump running = flows;
    if (running == null) {
      throw new IllegalStateException("no flow");
    }
    return running.flow();
  }

  /** Returns the expectation, valid until the next step. */
  ExpectationView expectation() {
    ExpectationDump running = expectations;
    if (running == null) {
      throw new IllegalStateException("no expectation");
    }
    return running.expectation();
  }

  private void closeIfLate() {
    if (closed) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    FlowDump runningFlows = flows;
    if (runningFlows != null) {
      runningFlows.close();
    }
    ExpectationDump runningExpectations = expectations;
    if (runningExpectations != null) {
      runningExpectations.close();
    }
  }
}
