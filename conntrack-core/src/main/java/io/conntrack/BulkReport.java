package io.conntrack;

import java.util.List;

/**
 * What a bulk operation did to flows, or to expectations. Immutable.
 *
 * <p>Each flow that matched was changed, had gone, failed, or was left alone because there was
 * nothing to change.
 *
 * @param matched number of flows that the filter selected or the caller gave
 * @param changed number of flows that were created, changed or deleted; an update that ends a flow
 *     counts
 * @param gone number of flows that ended before their turn; no failure
 * @param failed number of flows that could not be changed
 * @param firstFailures the first {@value #LISTED} of them; a {@link BulkListener} hears of all
 * @param exact whether each flow was answered for; false if the numbers are a difference of the
 *     table's size before and after, which other flows that begin and end meanwhile blur
 */
public record BulkReport(
    long matched,
    long changed,
    long gone,
    long failed,
    List<BulkFailure> firstFailures,
    boolean exact) {

  /** How many failures a report lists. */
  public static final int LISTED = 10;

  /** Makes a report. */
  public BulkReport {
    firstFailures = List.copyOf(firstFailures);
  }

  /** Returns a report of a difference in the size of the table. */
  public static BulkReport estimate(long deleted) {
    return new BulkReport(deleted, deleted, 0, 0, List.of(), false);
  }

  /** Returns the number of flows that were only counted, or that an update had nothing for. */
  public long leftAlone() {
    return matched - changed - gone - failed;
  }

  /**
   * Returns the numbers and the first failure, for example {@code 128 matched, 125 changed, 2
   * already gone, 1 failed - first: #17 delete tcp ...}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(exact ? "" : "about ");
    text.append(matched).append(" matched, ").append(changed).append(" changed");
    text.append(", ").append(gone).append(" already gone, ").append(failed).append(" failed");
    if (!firstFailures.isEmpty()) {
      text.append(" - first: ").append(firstFailures.get(0));
    }
    return text.toString();
  }
}
