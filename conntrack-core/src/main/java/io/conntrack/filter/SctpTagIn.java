package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;

/**
 * Selects SCTP flows by a verification tag: {@code orig vtag 4711}. A flow without tags is not
 * selected. Immutable.
 *
 * @param direction the direction whose packets carry the tag
 * @param tags what it must be, unsigned, each 0 to 4294967295
 */
public record SctpTagIn(Direction direction, NumberSet tags) implements FlowFilter {

  /**
   * Checks the tags.
   *
   * @throws IllegalArgumentException if one is not in 0 to 4294967295
   */
  public SctpTagIn {
    tags.requireAtMost(0xffffffffL, "vtag");
  }

  /**
   * Selects by the tag of a direction.
   *
   * @throws IllegalArgumentException if there is none, or one is not in 0 to 4294967295
   */
  public static SctpTagIn of(Direction direction, long... tags) {
    return new SctpTagIn(direction, NumberSet.of("vtag", 0xffffffffL, tags));
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(FlowAttribute.SCTP_TAGS)
        && tags.contains(Integer.toUnsignedLong(flow.sctpTag(direction)));
  }

  @Override
  public String toString() {
    return (direction == Direction.ORIGINAL ? "orig vtag " : "reply vtag ") + tags;
  }
}
