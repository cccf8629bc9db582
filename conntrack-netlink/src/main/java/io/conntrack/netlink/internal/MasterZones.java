package io.conntrack.netlink.internal;

import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Expectation;
import io.conntrack.FlowFilter;
import io.conntrack.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The zones, other than the default one, in which expectations may be: the kernel shows an
 * expectation without its zone, which is that of its master. Confined to one thread.
 */
final class MasterZones {

  private final Map<Tuple, Set<Integer>> zones = new HashMap<>();

  MasterZones(Collection<Expectation> expectations) {
    expectations.forEach(expectation -> zones.put(expectation.master(), new TreeSet<>()));
  }

  /** Looks through all flows for masters. */
  void find(ConntrackTable flows) {
    flows.scan(
        FlowFilter.any(),
        view -> {
          int zone = view.zoneId(Direction.ORIGINAL) | view.zoneId(Direction.REPLY); // one is 0
          if (zone != 0) {
            Set<Integer> found = zones.get(Tuple.copyOf(view.original()));
            if (found != null) {
              found.add(zone);
            }
          }
        });
  }

  /** Returns the zones of flows with the tuple of this expectation's master. */
  Set<Integer> of(Expectation expectation) {
    return zones.getOrDefault(expectation.master(), Set.of());
  }
}
