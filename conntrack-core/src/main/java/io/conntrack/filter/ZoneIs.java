package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Zone;

/**
 * Selects by the zone, whether it is that of both directions or of one. Immutable.
 *
 * @param zone the zone; the default one selects flows without any other
 */
public record ZoneIs(Zone zone) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return (flow.zoneId(Direction.ORIGINAL) | flow.zoneId(Direction.REPLY)) == zone.id();
  }

  @Override
  public String toString() {
    return "zone " + zone;
  }
}
