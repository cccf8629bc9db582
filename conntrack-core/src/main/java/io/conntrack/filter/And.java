package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Selects what all of several filters select. Immutable.
 *
 * @param operands two or more, none of them an {@code And}; tested in this order until one does not
 *     select
 */
public record And(List<FlowFilter> operands) implements FlowFilter {

  /**
   * Takes the operands; those of an operand that is an {@code And} itself take its place.
   *
   * @throws IllegalArgumentException if there are less than two
   */
  public And {
    operands = Operands.flattened(operands, f -> f instanceof And and ? and.operands : List.of(f));
  }

  @Override
  @SuppressWarnings("ForLoopReplaceableByForEach") // allocates no iterator
  public boolean test(FlowView flow) {
    for (int i = 0; i < operands.size(); i++) {
      if (!operands.get(i).test(flow)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return operands.stream()
        .map(operand -> operand instanceof Or ? "(" + operand + ")" : operand.toString())
        .collect(Collectors.joining(" and "));
  }
}
