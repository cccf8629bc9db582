package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Selects by a program's own code, which always runs in the process. Its text is for people alone:
 * {@link FlowFilter#parse} cannot read code and says so.
 *
 * @param predicate the code
 */
public record UserFilter(Predicate<? super FlowView> predicate) implements FlowFilter {

  /** The text of every such filter. */
  static final String TEXT = "user-filter";

  /** Takes the code. */
  public UserFilter {
    Objects.requireNonNull(predicate, "predicate");
  }

  @Override
  public boolean test(FlowView flow) {
    return predicate.test(flow);
  }

  @Override
  public String toString() {
    return TEXT;
  }
}
