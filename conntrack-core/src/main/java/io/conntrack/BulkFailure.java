package io.conntrack;

/**
 * A flow or an expectation that a bulk operation could not change, and why. Immutable.
 *
 * @param index its place among those that were given or selected, from 0 on
 * @param entry the flow or expectation as it was given, or as the table showed it before
 * @param reason what the same operation on this one alone would have thrown, with its operation,
 *     errno and remedy
 */
public record BulkFailure(long index, TableEntry entry, ConntrackException reason) {

  /** Returns the index and the reason, for example {@code #3 create tcp 10.0.0.1:1->...: ...}. */
  @Override
  public String toString() {
    return "#" + index + " " + reason.getMessage();
  }
}
