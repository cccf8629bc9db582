package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Selects what one of several filters selects. Immutable.
 *
 * @param operands two or more, none of them an {@code Or}; tested in this order until one selects
 */
public record Or(List<FlowFilter> operands) implements FlowFilter {

  /**
   * Takes the operands; those of an operand that is an {@code Or} itself take its place.
   *
   * @throws IllegalArgumentException if there are less than two
   */
  public Or {
    operands = Operands.flattened(operands, f -> f instanceof Or or ? or.operands : List.of(f));
  }

  @Override
  @SuppressWarnings("ForLoopReplaceableByForEach") // allocates no iterator
  public boolean test(FlowView flow) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).test(flow)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return operands.stream().map(FlowFilter::toString).collect(Collectors.joining(" or "));
  }
}
