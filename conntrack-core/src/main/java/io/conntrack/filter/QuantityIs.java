package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.time.Duration;

/**
 * Selects by how much a flow has of something: {@code timeout < 30s}, {@code orig bytes >= 10M}. A
 * flow that does not carry the quantity is not selected. Immutable.
 *
 * @param quantity what is compared
 * @param comparison how
 * @param value with what, an unsigned number; seconds for a timeout
 */
public record QuantityIs(Quantity quantity, Comparison comparison, long value)
    implements FlowFilter {

  /**
   * Checks that there is a number that fits.
   *
   * @throws IllegalArgumentException if not: less than 0, or more than the largest number
   */
  public QuantityIs {
    if ((comparison == Comparison.LESS && value == 0)
        || (comparison == Comparison.MORE && value == -1)) {
      throw new IllegalArgumentException(
          quantity + " " + comparison + " " + Long.toUnsignedString(value) + " can never match");
    }
  }

  /**
   * Selects by the seconds until the flow ends if no packet comes.
   *
   * @param timeout 0 or more; a fraction of a second is dropped
   */
  public static QuantityIs timeout(Comparison comparison, Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout " + timeout + " is negative - expected 0 or more");
    }
    return new QuantityIs(Quantity.TIMEOUT, comparison, timeout.toSeconds());
  }

  @Override
  public boolean test(FlowView flow) {
    return quantity.isIn(flow) && comparison.holds(Long.compareUnsigned(quantity.of(flow), value));
  }

  @Override
  public String toString() {
    String number = quantity.units().text(value);
    return quantity + " " + comparison + " " + number;
  }
}
