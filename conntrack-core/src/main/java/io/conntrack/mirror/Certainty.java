package io.conntrack.mirror;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.And;
import io.conntrack.filter.AnyFlow;
import io.conntrack.filter.FamilyIs;
import io.conntrack.filter.HelperIs;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.IdIn;
import io.conntrack.filter.MarkIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.Not;
import io.conntrack.filter.Or;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.ProtocolIn;
import io.conntrack.filter.StatusIs;
import io.conntrack.filter.ZoneIn;

/**
 * Says whether an event is enough to know if a filter selects a flow of which nothing else is
 * known: an event does not carry all that the flow has.
 */
final class Certainty {

  private Certainty() {}

  /** Says whether it is certain that the filter selects the flow, or that it does not. */
  static boolean isDecided(FlowFilter filter, FlowView event, boolean selected) {
    if (filter instanceof Not not) {
      return isDecided(not.operand(), event, !selected);
    }
    if (filter instanceof And and) {
      return selected
          ? and.operands().stream().allMatch(operand -> isDecided(operand, event, true))
          : and.operands().stream().anyMatch(operand -> isDecided(operand, event, false));
    }
    if (filter instanceof Or or) {
      return selected
          ? or.operands().stream().anyMatch(operand -> isDecided(operand, event, true))
          : or.operands().stream().allMatch(operand -> isDecided(operand, event, false));
    }
    return looksAtWhatEveryEventCarries(filter) && filter.test(event) == selected;
  }

  private static boolean looksAtWhatEveryEventCarries(FlowFilter filter) {
    return filter instanceof AnyFlow
        || filter instanceof FamilyIs
        || filter instanceof ProtocolIn
        || filter instanceof AddressIn
        || filter instanceof PortIn
        || filter instanceof IcmpIn
        || filter instanceof ZoneIn
        || filter instanceof Natted
        || filter instanceof StatusIs
        || filter instanceof MarkIn
        || filter instanceof HelperIs
        || filter instanceof IdIn;
  }
}
