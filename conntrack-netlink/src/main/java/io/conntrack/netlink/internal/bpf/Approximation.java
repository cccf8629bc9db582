package io.conntrack.netlink.internal.bpf;

import io.conntrack.FlowFilter;
import io.conntrack.filter.And;
import io.conntrack.filter.Not;
import io.conntrack.filter.Or;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Splits a filter by what a program can tell. Immutable.
 *
 * <p>A leaf that it cannot tell becomes everything where more is harmless, and nothing where less
 * is, which is below an odd number of {@code not}.
 *
 * @param upper selects at least what the filter does, and has only leaves that a program can tell
 * @param residue selects, among what {@code upper} does, exactly what the filter does
 */
record Approximation(FlowFilter upper, FlowFilter residue) {

  private static final FlowFilter ALL = FlowFilter.any();
  private static final FlowFilter NONE = ALL.not();

  /** Splits a filter; the predicate says of a leaf whether a program can tell. */
  static Approximation of(FlowFilter filter, Predicate<FlowFilter> expressible) {
    return new Approximation(bound(filter, expressible, ALL), residue(filter, expressible));
  }

  /** Puts something else in the place of leaves that a program cannot tell. */
  private static FlowFilter bound(
      FlowFilter filter, Predicate<FlowFilter> expressible, FlowFilter substitute) {
    if (filter instanceof And and) {
      return and(and.operands().stream().map(part -> bound(part, expressible, substitute)));
    }
    if (filter instanceof Or or) {
      return or(or.operands().stream().map(part -> bound(part, expressible, substitute)));
    }
    if (filter instanceof Not not) {
      return bound(not.operand(), expressible, substitute.not()).not();
    }
    return filter.equals(ALL) || expressible.test(filter) ? filter : substitute;
  }

  private static FlowFilter and(Stream<FlowFilter> operands) {
    List<FlowFilter> parts = operands.filter(part -> !part.equals(ALL)).toList();
    if (parts.contains(NONE)) {
      return NONE;
    }
    return parts.size() > 1 ? new And(parts) : parts.isEmpty() ? ALL : parts.get(0);
  }

  private static FlowFilter or(Stream<FlowFilter> operands) {
    List<FlowFilter> parts = operands.filter(part -> !part.equals(NONE)).toList();
    if (parts.contains(ALL)) {
      return ALL;
    }
    return parts.size() > 1 ? new Or(parts) : parts.isEmpty() ? NONE : parts.get(0);
  }

  private static FlowFilter residue(FlowFilter filter, Predicate<FlowFilter> expressible) {
    if (Leaves.of(filter).allMatch(leaf -> leaf.equals(ALL) || expressible.test(leaf))) {
      return ALL;
    }
    return filter instanceof And and
        ? and(and.operands().stream().map(part -> residue(part, expressible)))
        : filter;
  }
}
