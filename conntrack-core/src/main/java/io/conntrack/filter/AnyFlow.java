package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;

/** Selects every flow. Immutable. */
public enum AnyFlow implements FlowFilter {
  /** The only one. */
  INSTANCE;

  @Override
  public boolean test(FlowView flow) {
    return true;
  }

  @Override
  public String toString() {
    return "any";
  }
}
