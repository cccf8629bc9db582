/**
 * Typed access to the Linux connection tracking system: the API, its value types, filters and text
 * formats. Needs no kernel; a backend such as {@code io.conntrack.netlink} is found by {@link
 * java.util.ServiceLoader}.
 */
@org.jspecify.annotations.NullMarked
module io.conntrack {
  requires static transitive org.jspecify; // its annotations appear in our signatures
  requires org.slf4j;

  exports io.conntrack;
  exports io.conntrack.filter;
  exports io.conntrack.format;
  exports io.conntrack.mirror;
  exports io.conntrack.spi;

  uses io.conntrack.spi.ConntrackProvider;
}
