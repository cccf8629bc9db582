package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowView;
import io.conntrack.Tuple;
import io.conntrack.Zone;

/** What identifies a flow: its original tuple and the zone in which that is looked up. */
record FlowKey(Tuple original, int zoneId) {

  static FlowKey of(FlowView flow) {
    return new FlowKey(Tuple.copyOf(flow.original()), flow.zoneId(Direction.ORIGINAL));
  }

  Zone zone() {
    return Zone.of(zoneId);
  }

  /** Says whether a flow that was looked up is this one, and not one in the opposite direction. */
  boolean identifies(Flow flow) {
    return flow.zoneId(Direction.ORIGINAL) == zoneId && flow.original().equals(original);
  }
}
