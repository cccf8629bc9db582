package io.conntrack.filter;

import io.conntrack.FlowFilter;

/**
 * Where a filter runs: what the kernel's dump and its flush take, and what is left to the process.
 * Immutable.
 *
 * <p>A dump tests each flow that the kernel delivers by the whole filter, so that a kernel that
 * delivers too much, or a flow that changes meanwhile, changes no result; the residue is what the
 * kernel cannot decide.
 *
 * @param filter what selects the flows
 * @param dump conditions that the kernel's dump takes, none if the kernel delivers the whole table
 * @param residue conditions that the process alone decides; {@link FlowFilter#any()} if the kernel
 *     takes them all
 * @param flush conditions of a flush that deletes exactly what the filter selects; none if there is
 *     no such flush that the kernel is trusted with
 */
public record FilterPlan(
    FlowFilter filter, KernelTrust.Grant dump, FlowFilter residue, KernelTrust.Grant flush) {

  /** Returns the plan of a backend where all filters run in the process. */
  public static FilterPlan inProcess(FlowFilter filter) {
    return Planner.plan(filter, KernelTrust.NOTHING);
  }

  /** Returns the plan in words, a line for the dump, the process and the flush each. */
  @Override
  public String toString() {
    return "filter: "
        + filter
        + "\ndump: the kernel takes "
        + line(dump)
        + "\nprocess: decides "
        + (residue.equals(FlowFilter.any()) ? "nothing" : residue)
        + (dump.conditions().isEmpty() ? "" : "; tests again what the kernel took")
        + "\nflush: the kernel takes "
        + line(flush);
  }

  private static String line(KernelTrust.Grant grant) {
    return (grant.conditions().isEmpty() ? "nothing" : grant.conditions()) + " - " + grant.reason();
  }
}
