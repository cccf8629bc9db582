package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operands of an {@link And} or an {@link Or}. Immutable. */
final class Operands {

  private final List<FlowFilter> filters;
  private @Nullable Step first; // made by the first test; two threads may make it twice

  private Operands(List<FlowFilter> filters) {
    this.filters = filters;
  }

  /**
   * Replaces operands of the same kind by their own operands, so that a chain of any length is one
   * node.
   *
   * @param nested returns the operands of an operand of the same kind, of any other one itself
   * @throws IllegalArgumentException if there are less than two
   */
  static Operands flattened(
      List<FlowFilter> operands, Function<FlowFilter, List<FlowFilter>> nested) {
    if (operands.size() < 2) {
      throw new IllegalArgumentException(
          operands.size() + " operands are too few - expected two or more filters to join");
    }
    List<FlowFilter> flat = new ArrayList<>(operands.size() + 1);
    for (FlowFilter operand : operands) {
      flat.addAll(nested.apply(operand));
    }
    return new Operands(List.copyOf(flat));
  }

  List<FlowFilter> filters() {
    return filters;
  }

  /**
   * Says whether the node selects the flow.
   *
   * @param node whose operands these are
   */
  boolean test(FlowFilter node, FlowView flow) {
    Step step = first;
    if (step == null) {
      step = Step.firstOf(node);
      first = step;
    }
    return step.test(flow);
  }
}
