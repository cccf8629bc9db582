package io.conntrack.filter;

import io.conntrack.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the operand lists of {@link And} and {@link Or} have in common. */
final class Operands {

  private Operands() {}

  /**
   * Replaces operands of the same kind by their own operands, so that a chain of any length is one
   * node.
   *
   * @param nested returns the operands of an operand of the same kind, of any other one itself
   * @throws IllegalArgumentException if there are less than two
   */
  static List<FlowFilter> flattened(
      List<FlowFilter> operands, Function<FlowFilter, List<FlowFilter>> nested) {
    if (operands.size() < 2) {
      throw new IllegalArgumentException(
          operands.size() + " operands are too few - expected two or more filters to join");
    }
    List<FlowFilter> flat = new ArrayList<>(operands.size() + 1);
    for (FlowFilter operand : operands) {
      flat.addAll(nested.apply(operand));
    }
    return List.copyOf(flat);
  }
}
