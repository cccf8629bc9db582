package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;

/**
 * Selects what a filter does not. Immutable.
 *
 * @param operand the filter that is turned round, itself no {@code Not}
 */
public record Not(FlowFilter operand) implements FlowFilter {

  /**
   * Takes the operand.
   *
   * @throws IllegalArgumentException if it is a {@code Not}: {@link FlowFilter#not()} unwraps it
   */
  public Not {
    if (operand instanceof Not) {
      throw new IllegalArgumentException(
          "\"not " + operand + "\" negates twice - use not() of the filter, which unwraps it");
    }
  }

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
    boolean compound = operand instanceof And || operand instanceof Or;
    return compound ? "not (" + operand + ")" : "not " + operand;
  }
}
