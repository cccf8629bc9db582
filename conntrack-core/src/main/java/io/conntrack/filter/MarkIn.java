package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Mark;
import java.util.stream.Collectors;

/**
 * Selects by the mark: {@code mark 0x10/0xff}, {@code mark 1,0x20-0x2f}. A flow without a mark has
 * mark 0. Immutable.
 *
 * @param values what the bits under the mask must be, unsigned, each 0 to 4294967295
 * @param mask which bits count; the other bits of the flow's mark are taken as 0
 */
public record MarkIn(NumberSet values, int mask) implements FlowFilter {

  private static final long ALL_BITS = 0xffffffffL;

  /**
   * Checks that the values lie inside the mask.
   *
   * @throws IllegalArgumentException if a number or the end of a range does not: no flow could
   *     match
   */
  public MarkIn {
    values.requireAtMost(ALL_BITS, "mark");
    long seen = Integer.toUnsignedLong(mask);
    for (NumberRange range : values.ranges()) {
      if ((range.isSingle() && (range.first() & ~seen) != 0) || range.last() > seen) {
        throw new IllegalArgumentException(
            "mark "
                + text(range)
                + "/"
                + Mark.of(mask)
                + " can never match - its bits must lie inside the mask");
      }
    }
  }

  /**
   * Selects flows whose mark bits under {@code mask} are {@code bits}.
   *
   * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}
   */
  public static MarkIn of(int bits, int mask) {
    return new MarkIn(NumberSet.of(Integer.toUnsignedLong(bits)), mask);
  }

  /** Says whether exactly one value of the bits under the mask is selected. */
  public boolean isSingle() {
    return values.isSingle();
  }

  /** Returns the smallest value that the bits under the mask may have. */
  public int bits() {
    return (int) values.min();
  }

  @Override
  public boolean test(FlowView flow) {
    return values.contains(Integer.toUnsignedLong(flow.markBits() & mask));
  }

  @Override
  public String toString() {
    String text = values.ranges().stream().map(MarkIn::text).collect(Collectors.joining(","));
    if (mask == -1) {
      return "mark " + text;
    }
    return "mark " + (values.isRange() ? text : "{" + text + "}") + "/" + Mark.of(mask);
  }

  private static String text(NumberRange range) {
    String first = Mark.of((int) range.first()).toString();
    return range.isSingle() ? first : first + "-" + Mark.of((int) range.last());
  }
}
