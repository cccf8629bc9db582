package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;

/**
 * Selects flows of one family. Immutable.
 *
 * @param family the family
 */
public record FamilyIs(IpFamily family) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return flow.original().family() == family;
  }

  @Override
  public String toString() {
    return family.toString();
  }
}
