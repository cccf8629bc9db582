package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Selects what all of several filters select. Immutable. */
public final class And implements FlowFilter {

  private final Operands operands;

  /**
   * Takes the operands; those of an operand that is an {@code And} itself take its place.
   *
   * @param operands tested in this order until one does not select
   * @throws IllegalArgumentException if there are less than two
   */
  public And(List<FlowFilter> operands) {
    this.operands =
        Operands.flattened(operands, f -> f instanceof And and ? and.operands() : List.of(f));
  }

  /** Returns the filters that are joined: two or more, none of them an {@code And}. */
  public List<FlowFilter> operands() {
    return operands.filters();
  }

  @Override
  public boolean test(FlowView flow) {
    return operands.test(this, flow);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof And that && operands().equals(that.operands());
  }

  @Override
  public int hashCode() {
    return operands().hashCode();
  }

  @Override
  public String toString() {
    return operands().stream()
        .map(operand -> operand instanceof Or ? "(" + operand + ")" : operand.toString())
        .collect(Collectors.joining(" and "));
  }
}
