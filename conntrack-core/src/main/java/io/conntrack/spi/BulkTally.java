package io.conntrack.spi;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts what became of flows and tells the listener; takes constant memory. Not thread-safe;
 * confine to one thread.
 */
public final class BulkTally {

  private final BulkListener listener;
  private final List<BulkFailure> firstFailures = new ArrayList<>();
  private long matched;
  private long changed;
  private long gone;
  private long failed;

  /** Makes a tally of nothing. */
  public BulkTally(BulkListener listener) {
    this.listener = listener;
  }

  /** Counts a flow that matched, and returns its index. */
  public long matched() {
    return matched++;
  }

  /** Takes back a match: the flow was counted before. */
  public void unmatched() {
    matched--;
  }

  /** Counts a flow that was changed. */
  public void changed(FlowView flow) {
    changed++;
    listener.changed(flow);
  }

  /** Counts something other than a flow that was changed. */
  public void changed() {
    changed++;
  }

  /** Counts a flow that had ended. */
  public void gone(FlowView flow) {
    gone++;
    listener.gone(flow);
  }

  /** Counts something other than a flow that had ended. */
  public void gone() {
    gone++;
  }

  /** Says whether the next failure is one of those that the report lists. */
  public boolean listsNextFailure() {
    return firstFailures.size() < BulkReport.LISTED;
  }

  /**
   * Counts a flow that could not be changed.
   *
   * @param reason asked only if somebody wants to know
   */
  public void failed(long index, FlowView flow, Supplier<ConntrackException> reason) {
    failed(() -> new BulkFailure(index, Flow.copyOf(flow), reason.get()));
  }

  /**
   * Counts a failure.
   *
   * @param what asked only if somebody wants to know
   */
  public void failed(Supplier<BulkFailure> what) {
    failed++;
    boolean listed = listsNextFailure();
    if (listed || listener != BulkListener.NONE) {
      BulkFailure failure = what.get();
      if (listed) {
        firstFailures.add(failure);
      }
      listener.failed(failure);
    }
  }

  /** Returns the numbers so far. */
  public BulkReport report() {
    return new BulkReport(matched, changed, gone, failed, firstFailures, true);
  }
}
