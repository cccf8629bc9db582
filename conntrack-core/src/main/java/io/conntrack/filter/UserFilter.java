package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.function.Predicate;

/**
 * Selects by a program's own code, which always runs in the process.
 *
 * @param predicate the code
 */
public record UserFilter(Predicate<? super FlowView> predicate) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return predicate.test(flow);
  }

  @Override
  public String toString() {
    return "user filter";
  }
}
