package io.conntrack.filter;

import io.conntrack.FlowFilter;
import java.util.List;

/**
 * Splits a filter into what a kernel's dump can take, what its flush can take, and what is left to
 * the process.
 */
public final class Planner {

  private Planner() {}

  /** Returns the whole plan. */
  public static FilterPlan plan(FlowFilter filter, KernelTrust trust) {
    KernelTrust.Grant dump = dump(filter, trust);
    return new FilterPlan(filter, dump, residue(filter, dump.conditions()), flush(filter, trust));
  }

  /**
   * Returns what a dump may ask the kernel for. The flows it delivers have to be tested by the
   * whole filter: there can be more than those that it selects.
   */
  public static KernelTrust.Grant dump(FlowFilter filter, KernelTrust trust) {
    Pushdown wanted = Pushdown.of(Demand.of(filter).conditions().values());
    return wanted.isEmpty()
        ? KernelTrust.Grant.nothing("the filter has no condition that a kernel can take")
        : trust.dump(wanted);
  }

  /**
   * Returns the conditions of a flush that deletes exactly the flows that the filter selects; none
   * if there is no such flush, or the kernel is not trusted with it.
   */
  public static KernelTrust.Grant flush(FlowFilter filter, KernelTrust trust) {
    Demand demand = Demand.of(filter);
    Pushdown wanted = Pushdown.of(demand.conditions().values());
    FlowFilter residue = residue(filter, wanted);
    if (!demand.isExact() || wanted.fields().size() != demand.conditions().size()) {
      return KernelTrust.Grant.nothing("no kernel can decide: " + residue);
    }
    return wanted.isEmpty()
        ? KernelTrust.Grant.nothing("it selects every flow, and only flush() empties the table")
        : trust.flush(wanted);
  }

  private static FlowFilter residue(FlowFilter filter, Pushdown taken) {
    List<FlowFilter> conditions = filter instanceof And and ? and.operands() : List.of(filter);
    return conditions.stream()
        .filter(condition -> !isDecidedBy(taken, condition))
        .reduce(FlowFilter::and)
        .orElse(FlowFilter.any());
  }

  private static boolean isDecidedBy(Pushdown taken, FlowFilter condition) {
    Demand demand = Demand.of(condition);
    return demand.isExact() && taken.implies(demand.conditions().values());
  }
}
