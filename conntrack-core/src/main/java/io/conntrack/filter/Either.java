package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;

/**
 * Selects what one of both filters selects. Immutable.
 *
 * @param left tested first
 * @param right tested only if {@code left} does not select
 */
public record Either(FlowFilter left, FlowFilter right) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return left.test(flow) || right.test(flow);
  }

  @Override
  public String toString() {
    return left + " or " + right;
  }
}
