package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Status;

/**
 * Selects by status bits. Immutable.
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

  @Override
  public boolean test(FlowView flow) {
    return (flow.statusBits() & mask) == bits;
  }

  @Override
  public String toString() {
    return "status 0x" + Integer.toHexString(bits) + "/0x" + Integer.toHexString(mask);
  }
}
