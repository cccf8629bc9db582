package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Status;

/**
 * Selects by status bits: {@code assured}, {@code status assured,!seen-reply}. A flow without a
 * status has no bit set. Immutable.
 *
 * @param bits what the bits under the mask must be
 * @param mask which bits count
 */
public record StatusIs(int bits, int mask) implements FlowFilter {

  /**
   * Checks that there is something to test and that it can match.
   *
   * @throws IllegalArgumentException if not
   */
  public StatusIs {
    if (mask == 0) {
      throw new IllegalArgumentException("no status bit given - name at least one");
    }
    if ((bits & ~mask) != 0) {
      throw new IllegalArgumentException(
          "status " + Status.of(bits) + " under mask " + Status.of(mask) + " can never match");
    }
  }

  /**
   * Selects flows that have all these bits set.
   *
   * @throws IllegalArgumentException if none is given
   */
  public static StatusIs set(Status status) {
    return new StatusIs(status.bits(), status.bits());
  }

  /**
   * Selects flows that have none of these bits set.
   *
   * @throws IllegalArgumentException if none is given
   */
  public static StatusIs unset(Status status) {
    return new StatusIs(0, status.bits());
  }

  @Override
  public boolean test(FlowView flow) {
    return (flow.statusBits() & mask) == bits;
  }

  /** Returns the name of a single bit that is set, otherwise {@code status} and all bits. */
  @Override
  public String toString() {
    return StatusWords.text(bits, mask);
  }
}
