package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Mark;

/**
 * Selects by mark bits; a flow without a mark has mark 0. Immutable.
 *
 * @param bits what the bits under the mask must be
 * @param mask which bits count
 */
public record MarkIs(int bits, int mask) implements FlowFilter {

  /**
   * Checks that the bits lie inside the mask.
   *
   * @throws IllegalArgumentException if they do not: no flow could match
   */
  public MarkIs {
    if ((bits & ~mask) != 0) {
      throw new IllegalArgumentException(
          "mark "
              + Mark.of(bits)
              + "/"
              + Mark.of(mask)
              + " can never match - its bits must lie inside the mask");
    }
  }

  @Override
  public boolean test(FlowView flow) {
    return (flow.markBits() & mask) == bits;
  }

  @Override
  public String toString() {
    return "mark " + Mark.of(bits) + (mask == -1 ? "" : "/" + Mark.of(mask));
  }
}
