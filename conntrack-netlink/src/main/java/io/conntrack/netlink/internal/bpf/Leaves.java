package io.conntrack.netlink.internal.bpf;

import io.conntrack.FlowFilter;
import io.conntrack.filter.And;
import io.conntrack.filter.Not;
import io.conntrack.filter.Or;
import java.util.stream.Stream;

/** The leaves of a filter. */
final class Leaves {

  private Leaves() {}

  /** Returns them in their order, those that are there twice twice. */
  static Stream<FlowFilter> of(FlowFilter filter) {
    if (filter instanceof And and) {
      return and.operands().stream().flatMap(Leaves::of);
    }
    if (filter instanceof Or or) {
      return or.operands().stream().flatMap(Leaves::of);
    }
    return filter instanceof Not not ? of(not.operand()) : Stream.of(filter);
  }
}
