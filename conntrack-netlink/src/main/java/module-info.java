/** Linux backend: talks to ctnetlink over a {@code NETLINK_NETFILTER} socket. */
@org.jspecify.annotations.NullMarked
module io.conntrack.netlink {
  requires transitive io.conntrack;
  requires static transitive org.jspecify; // its annotations appear in our signatures
  requires com.sun.jna; // never transitive: JNA is an implementation detail
  requires jdk.jfr;
  requires org.slf4j;

  exports io.conntrack.netlink;

  provides io.conntrack.spi
      .ConntrackProvider with // mirrored in META-INF/services for class-path users
      io.conntrack.netlink.internal.NetlinkProvider;
}
