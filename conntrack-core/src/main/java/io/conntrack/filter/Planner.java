package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import java.util.List;
import java.util.stream.Stream;

/**
 * Splits a filter into what a kernel's dump can take, what its flush can take, and what is left to
 * the process.
 */
public final class Planner {

  private Planner() {}

  /** Returns the whole plan. */
  public static FilterPlan plan(FlowFilter filter, KernelTrust trust) {
    List<KernelTrust.Grant> dumps = dumps(filter, trust);
    return new FilterPlan(filter, dumps, residue(filter, dumps), flush(filter, trust));
  }

  /**
   * Returns what the dumps may ask the kernel for that together deliver the flows that a filter
   * selects: one dump, or one for each family, which its conditions then name.
   *
   * <p>A kernel compares the tuples of one family only, so {@code tcp and dport 443} takes two
   * dumps. Each of them walks the whole hash table, whatever it delivers; that pays where it
   * delivers few flows, which is taken for granted of a port but not of a protocol alone, and where
   * a single dump could ask for nothing. Sets stay in the process: a dump compares with one value,
   * and a walk for each of them soon takes longer than to deliver all flows once.
   */
  public static List<KernelTrust.Grant> dumps(FlowFilter filter, KernelTrust trust) {
    KernelTrust.Grant single = dump(filter, trust);
    if (single.conditions().isEmpty()) {
      List<FlowFilter> parts =
          Stream.of(IpFamily.values()).map(family -> new FamilyIs(family).and(filter)).toList();
      if (parts.stream().map(Planner::wanted).allMatch(Planner::hasPort)) {
        List<KernelTrust.Grant> each = parts.stream().map(part -> dump(part, trust)).toList();
        return each.stream().map(KernelTrust.Grant::conditions).allMatch(Planner::hasPort)
            ? each
            : List.of(
                KernelTrust.Grant.nothing("no dump for each family: " + each.get(0).reason()));
      }
    }
    return List.of(single);
  }

  private static boolean hasPort(Pushdown conditions) {
    return conditions.fields().stream().anyMatch(field -> field.kind() == KernelField.Kind.PORT);
  }

  private static Pushdown wanted(FlowFilter filter) {
    return Pushdown.of(Demand.of(filter).conditions().values());
  }

  /**
   * Returns what a single dump may ask the kernel for. The flows it delivers have to be tested by
   * the whole filter: there can be more than those that it selects.
   */
  public static KernelTrust.Grant dump(FlowFilter filter, KernelTrust trust) {
    Demand demand = Demand.of(filter);
    Pushdown wanted = Pushdown.of(demand.conditions().values());
    if (!wanted.isEmpty()) {
      return trust.dump(wanted);
    }
    return KernelTrust.Grant.nothing(
        demand.conditions().isEmpty()
            ? "the filter has no condition that a kernel can take"
            : "a kernel compares the tuples of one family, and the filter names none");
  }

  /**
   * Returns the conditions of a flush that deletes exactly the flows that the filter selects; none
   * if there is no such flush, or the kernel is not trusted with it.
   */
  public static KernelTrust.Grant flush(FlowFilter filter, KernelTrust trust) {
    Demand demand = Demand.of(filter);
    Pushdown wanted = Pushdown.of(demand.conditions().values());
    if (!demand.isExact() || wanted.fields().size() != demand.conditions().size()) {
      return KernelTrust.Grant.nothing(
          "no kernel can decide: " + residue(filter, List.of(new KernelTrust.Grant(wanted, ""))));
    }
    return wanted.isEmpty()
        ? KernelTrust.Grant.nothing("it selects every flow, and only flush() empties the table")
        : trust.flush(wanted);
  }

  private static FlowFilter residue(FlowFilter filter, List<KernelTrust.Grant> taken) {
    List<FlowFilter> conditions = filter instanceof And and ? and.operands() : List.of(filter);
    return conditions.stream()
        .filter(
            condition ->
                !taken.stream().allMatch(grant -> isDecidedBy(grant.conditions(), condition)))
        .reduce(FlowFilter::and)
        .orElse(FlowFilter.any());
  }

  private static boolean isDecidedBy(Pushdown taken, FlowFilter condition) {
    Demand demand = Demand.of(condition);
    return demand.isExact() && taken.implies(demand.conditions().values());
  }
}
