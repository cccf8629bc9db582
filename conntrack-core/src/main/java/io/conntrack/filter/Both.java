package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;

/**
 * Selects what both filters select. Immutable.
 *
 * @param left tested first
 * @param right tested only if {@code left} selects
 */
public record Both(FlowFilter left, FlowFilter right) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return left.test(flow) && right.test(flow);
  }

  @Override
  public String toString() {
    return operand(left) + " and " + operand(right);
  }

  private static String operand(FlowFilter filter) {
    return filter instanceof Either ? "(" + filter + ")" : filter.toString();
  }
}
