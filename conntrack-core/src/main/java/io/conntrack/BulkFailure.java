package io.conntrack;

/**
 * A flow that a bulk operation could not change, and why. Immutable.
 *
 * @param index the place of the flow among those that were given or selected, from 0 on
 * @param flow the flow as it was given, or as the table showed it before
 * @param reason what the same operation on this flow alone would have thrown, with its operation,
 *     errno and remedy
 */
public record BulkFailure(long index, Flow flow, ConntrackException reason) {

  /** Returns the index and the reason, for example {@code #3 create tcp 10.0.0.1:1->...: ...}. */
  @Override
  public String toString() {
    return "#" + index + " " + reason.getMessage();
  }
}
