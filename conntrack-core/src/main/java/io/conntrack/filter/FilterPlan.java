package io.conntrack.filter;

import static java.util.stream.Collectors.joining;

import io.conntrack.FlowFilter;
import java.util.List;

/**
 * Where a filter runs: what the kernel's dump and its flush take, and what is left to the process.
 * Immutable.
 *
 * <p>A dump tests each flow that the kernel delivers by the whole filter, so that a kernel that
 * delivers too much, or a flow that changes meanwhile, changes no result; the residue is what the
 * kernel cannot decide.
 *
 * @param filter what selects the flows
 * @param dumps conditions that each of the kernel's dumps takes, none if the kernel delivers the
 *     whole table; more than one if there is one for each family
 * @param residue conditions that the process alone decides; {@link FlowFilter#any()} if the kernel
 *     takes them all
 * @param flush conditions of a flush that deletes exactly what the filter selects; none if there is
 *     no such flush that the kernel is trusted with
 */
public record FilterPlan(
    FlowFilter filter, List<KernelTrust.Grant> dumps, FlowFilter residue, KernelTrust.Grant flush) {

  /** Takes the parts of the plan. */
  public FilterPlan {
    dumps = List.copyOf(dumps);
  }

  /** Returns the plan of a backend where all filters run in the process. */
  public static FilterPlan inProcess(FlowFilter filter) {
    return Planner.plan(filter, KernelTrust.NOTHING);
  }

  /** Returns the plan in words, a line for each dump, the process and the flush. */
  @Override
  public String toString() {
    return "filter: "
        + filter
        + dumps.stream().map(dump -> "\ndump: the kernel takes " + line(dump)).collect(joining())
        + "\nprocess: decides "
        + (residue.equals(FlowFilter.any()) ? "nothing" : residue)
        + (dumps.get(0).conditions().isEmpty() ? "" : "; tests again what the kernel took")
        + "\nflush: the kernel takes "
        + line(flush);
  }

  private static String line(KernelTrust.Grant grant) {
    return (grant.conditions().isEmpty() ? "nothing" : grant.conditions()) + " - " + grant.reason();
  }
}
