package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Selects what one of several filters selects. Immutable. */
public final class Or implements FlowFilter {

  private final Operands operands;

  /**
   * Takes the operands; those of an operand that is an {@code Or} itself take its place.
   *
   * @param operands tested in this order until one selects
   * @throws IllegalArgumentException if there are less than two
   */
  public Or(List<FlowFilter> operands) {
    this.operands =
        Operands.flattened(operands, f -> f instanceof Or or ? or.operands() : List.of(f));
  }

  /** Returns the filters that are joined: two or more, none of them an {@code Or}. */
  public List<FlowFilter> operands() {
    return operands.filters();
  }

  @Override
  public boolean test(FlowView flow) {
    return operands.test(this, flow);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Or that && operands().equals(that.operands());
  }

  @Override
  public int hashCode() {
    return operands().hashCode();
  }

  @Override
  public String toString() {
    return operands().stream().map(FlowFilter::toString).collect(Collectors.joining(" or "));
  }
}
