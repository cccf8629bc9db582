package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;

/**
 * Selects what a filter does not. Immutable.
 *
 * @param operand the filter that is turned round
 */
public record Not(FlowFilter operand) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return !operand.test(flow);
  }

  @Override
  public FlowFilter not() {
    return operand;
  }

  @Override
  public String toString() {
    boolean compound = operand instanceof Both || operand instanceof Either;
    return compound ? "not (" + operand + ")" : "not " + operand;
  }
}
