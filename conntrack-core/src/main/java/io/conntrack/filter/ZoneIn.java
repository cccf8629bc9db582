package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Zone;
import java.util.stream.Stream;

/**
 * Selects by the zone: {@code zone 3}, {@code orig zone 0}. Immutable.
 *
 * @param scope whose zone
 * @param zones what it must be, each 0 to 65535; 0 is the default zone of flows without any
 */
public record ZoneIn(Scope scope, NumberSet zones) implements FlowFilter {

  /** Tells the three readings of a flow's zone apart. */
  public enum Scope {
    /** The only zone that the flow has, whether in both directions or in one. */
    FLOW(""),
    /** The zone in which packets of the original direction are looked up. */
    ORIGINAL("orig "),
    /** The zone in which packets of the reply direction are looked up. */
    REPLY("reply ");

    private final String words;

    Scope(String words) {
      this.words = words;
    }
  }

  /**
   * Checks the zones.
   *
   * @throws IllegalArgumentException if one is not in 0 to 65535
   */
  public ZoneIn {
    zones.requireAtMost(0xffff, "zone");
  }

  /**
   * Selects flows of one of these zones.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ZoneIn of(Scope scope, Zone... zones) {
    return new ZoneIn(scope, NumberSet.of(Stream.of(zones).mapToLong(Zone::id).toArray()));
  }

  @Override
  public boolean test(FlowView flow) {
    return zones.contains(
        switch (scope) {
          case FLOW -> flow.zoneId(Direction.ORIGINAL) | flow.zoneId(Direction.REPLY);
          case ORIGINAL -> flow.zoneId(Direction.ORIGINAL);
          case REPLY -> flow.zoneId(Direction.REPLY);
        });
  }

  @Override
  public String toString() {
    return scope.words + "zone " + zones;
  }
}
