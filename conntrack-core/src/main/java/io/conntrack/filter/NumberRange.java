package io.conntrack.filter;

/**
 * A run of numbers. Immutable.
 *
 * @param first the smallest, 0 or more
 * @param last the largest, not below {@code first}
 */
public record NumberRange(long first, long last) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the range is empty or starts below 0
   */
  public NumberRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "range " + first + "-" + last + " is empty or negative - expected first-last from 0 on");
    }
  }

  /** Says whether the range is a single number. */
  public boolean isSingle() {
    return first == last;
  }

  /** Returns {@code first-last}, or the number alone if it is one. */
  @Override
  public String toString() {
    return isSingle() ? Long.toString(first) : first + "-" + last;
  }
}
