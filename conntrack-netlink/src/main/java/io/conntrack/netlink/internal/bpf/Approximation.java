package io.conntrack.netlink.internal.bpf;

import io.conntrack.FlowFilter;
import io.conntrack.filter.Both;
import io.conntrack.filter.Either;
import io.conntrack.filter.Not;
import java.util.function.Predicate;

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

  private static final FlowFilter NONE = FlowFilter.any().not();

  /** Splits a filter; the predicate says of a leaf whether a program can tell. */
  static Approximation of(FlowFilter filter, Predicate<FlowFilter> expressible) {
    return new Approximation(
        bound(filter, expressible, FlowFilter.any()), residue(filter, expressible));
  }

  /** Puts something else in the place of leaves that a program cannot tell. */
  private static FlowFilter bound(
      FlowFilter filter, Predicate<FlowFilter> expressible, FlowFilter substitute) {
    if (filter instanceof Both both) {
      return and(
          bound(both.left(), expressible, substitute),
          bound(both.right(), expressible, substitute));
    }
    if (filter instanceof Either either) {
      return or(
          bound(either.left(), expressible, substitute),
          bound(either.right(), expressible, substitute));
    }
    if (filter instanceof Not not) {
      return bound(not.operand(), expressible, substitute.not()).not();
    }
    return isConstant(filter) || expressible.test(filter) ? filter : substitute;
  }

  private static FlowFilter and(FlowFilter left, FlowFilter right) {
    if (left.equals(NONE) || right.equals(FlowFilter.any())) {
      return left;
    }
    return right.equals(NONE) || left.equals(FlowFilter.any()) ? right : left.and(right);
  }

  private static FlowFilter or(FlowFilter left, FlowFilter right) {
    if (left.equals(FlowFilter.any()) || right.equals(NONE)) {
      return left;
    }
    return right.equals(FlowFilter.any()) || left.equals(NONE) ? right : left.or(right);
  }

  private static FlowFilter residue(FlowFilter filter, Predicate<FlowFilter> expressible) {
    if (isExact(filter, expressible)) {
      return FlowFilter.any();
    }
    return filter instanceof Both both
        ? and(residue(both.left(), expressible), residue(both.right(), expressible))
        : filter;
  }

  private static boolean isExact(FlowFilter filter, Predicate<FlowFilter> expressible) {
    if (filter instanceof Both both) {
      return isExact(both.left(), expressible) && isExact(both.right(), expressible);
    }
    if (filter instanceof Either either) {
      return isExact(either.left(), expressible) && isExact(either.right(), expressible);
    }
    if (filter instanceof Not not) {
      return isExact(not.operand(), expressible);
    }
    return isConstant(filter) || expressible.test(filter);
  }

  private static boolean isConstant(FlowFilter filter) {
    return filter.equals(FlowFilter.any());
  }
}
