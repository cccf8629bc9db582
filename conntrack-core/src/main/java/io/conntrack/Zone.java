package io.conntrack;

/**
 * A connection tracking zone: flows in different zones may have equal tuples. Immutable.
 *
 * @param id 0 to 65535; 0 is the default zone, which the kernel never sends ({@code CTA_ZONE})
 */
public record Zone(int id) {

  /** The zone of every flow that no rule put into another one. */
  public static final Zone DEFAULT = new Zone(0);

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is not in 0 to 65535
   */
  public Zone {
    if (id < 0 || id > 0xffff) {
      throw new IllegalArgumentException("zone " + id + " is out of range: 0 to 65535");
    }
  }

  /** Returns the zone with this id. */
  public static Zone of(int id) {
    return id == 0 ? DEFAULT : new Zone(id);
  }

  /** Returns the decimal id. */
  @Override
  public String toString() {
    return Integer.toString(id);
  }
}
