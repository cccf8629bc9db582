package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.IpAddress;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Synproxy;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A flow that was read can be created again, elsewhere, as it was. */
@KernelTest
class RecreationIT {

  private static final IpAddress PUBLIC = IpAddress.parse("203.0.113.8");
  private static final IpAddress PUBLIC6 = IpAddress.parse("2001:db8:1::8");
  private static final Tuple FTP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 21);

  /** Flows with equal tuples are in different zones. */
  private static List<Flow> flows() {
    return SampleFlows.tuples().stream()
        .flatMap(
            tuple ->
                Stream.of(
                    SampleFlows.plain(tuple),
                    SampleFlows.full(tuple),
                    sourceNat(tuple),
                    destinationNat(tuple),
                    bothNats(tuple)))
        .toList();
  }

  private static Flow sourceNat(Tuple original) {
    return SampleFlows.plain(original).toBuilder()
        .zone(Zone.of(1))
        .sourceNat(to(original, 50_001))
        .build();
  }

  private static Flow destinationNat(Tuple original) {
    return SampleFlows.plain(original).toBuilder()
        .zone(Zone.of(2))
        .destinationNat(to(original, 8_443))
        .build();
  }

  private static Flow bothNats(Tuple original) {
    return destinationNat(original).toBuilder()
        .zone(Zone.of(3))
        .sourceNat(to(original, original.hasIcmp() ? 8_443 : 50_001)) // an id is one of both ends
        .build();
  }

  /** Translates the port as well where the protocol has one that NAT can choose. */
  private static NatRange to(Tuple original, int port) {
    boolean choosable =
        original.hasIcmp() || (original.hasPorts() && !original.protocol().equals(Protocol.GRE));
    return choosable ? NatRange.to(address(original), port) : NatRange.to(address(original));
  }

  private static IpAddress address(Tuple original) {
    return original.source().family() == PUBLIC.family() ? PUBLIC : PUBLIC6;
  }

  @Test
  void recreatesFlowsThatAProgramMade(Netns netns) throws Exception {
    Netns other = netns.another();
    netns.useLabels();
    other.useLabels();
    try (Conntrack here = Conntrack.open();
        Conntrack there = other.call(Conntrack::open)) {
      flows().forEach(here.table()::create);
      List<Flow> flows = dump(here.table());
      assertThat(flows).hasSameSizeAs(flows());

      flows.forEach(there.table()::create);

      assertThat(comparable(dump(there.table())))
          .withRepresentation(new AllFields())
          .isEqualTo(comparable(flows));
    }
  }

  @Test
  void recreatesAMasterAndWhatItExpected(Netns netns) throws Exception {
    Tuple data = Tuple.tcp("192.0.2.1", 40_001, "198.51.100.2", 50_000);
    Netns other = netns.another();
    try (Conntrack here = Conntrack.open();
        Conntrack there = other.call(Conntrack::open)) {
      here.table().create(SampleFlows.full(FTP).toBuilder().helper("ftp").build());
      here.table()
          .create(SampleFlows.plain(data).toBuilder().zone(SampleFlows.ZONE).master(FTP).build());
      List<Flow> flows = dump(here.table());

      flows.stream()
          .sorted(Comparator.comparing(flow -> flow.master().isPresent())) // masters first
          .forEach(there.table()::create);

      assertThat(comparable(dump(there.table())))
          .withRepresentation(new AllFields())
          .isEqualTo(comparable(flows));
    }
  }

  @Test
  void recreatesFlowsOfRealTraffic(Netns netns) throws Exception {
    netns.nft(
        """
        table inet nat {
          chain output {
            type nat hook output priority -100
            ip daddr 127.0.0.2 tcp dport 6000 dnat ip to 127.0.0.1:5000
          }
          chain postrouting {
            type nat hook postrouting priority 100
            udp dport 5001 snat ip to 127.0.0.9:7777
          }
        }
        """);
    Netns other = netns.another();
    try (Conntrack here = Conntrack.open();
        Conntrack there = other.call(Conntrack::open);
        TcpConnection tcp = TcpConnection.open("127.0.0.2", 6000, "127.0.0.1", 5000);
        UdpExchange udp = UdpExchange.open("127.0.0.1", 5001);
        TcpConnection tcp6 = TcpConnection.open("::1", 5000)) {
      tcp.request("hello");
      tcp6.request("hello");
      udp.request(10);
      udp.answer(10);
      List<Flow> flows =
          dump(here.table()).stream()
              .map(flow -> flow.toBuilder().timeout(SampleFlows.TIMEOUT).build())
              .toList();
      assertThat(flows).hasSize(3);

      flows.forEach(there.table()::create);

      assertThat(traffic(dump(there.table())))
          .withRepresentation(new AllFields())
          .isEqualTo(traffic(flows));
    }
  }

  @ParameterizedTest
  @MethodSource("zones")
  void keepsTheZone(Zone zone, Netns netns) throws Exception {
    Netns other = netns.another();
    try (Conntrack here = Conntrack.open();
        Conntrack there = other.call(Conntrack::open)) {
      here.table().create(SampleFlows.plain(FTP).toBuilder().zone(zone).build());

      there.table().create(dump(here.table()).get(0));

      assertThat(there.table().get(FTP, zone)).isPresent();
    }
  }

  static Stream<Zone> zones() {
    return Stream.of(Zone.DEFAULT, Zone.of(1), Zone.of(65_535));
  }

  private static List<Flow> dump(ConntrackTable table) {
    try (Stream<Flow> flows = table.dump()) {
      return flows.sorted(Comparator.comparing(RecreationIT::key)).toList();
    }
  }

  private static String key(Flow flow) {
    return flow.original() + " " + flow.zone(Direction.ORIGINAL);
  }

  private static List<Flow> comparable(List<Flow> flows) {
    return flows.stream()
        .map(flow -> KernelView.comparable(flow, SampleFlows.TIMEOUT.toSeconds()))
        .toList();
  }

  /**
   * Where NAT chains exist, each flow says that they were gone through, translated or not; and only
   * a flow that a program made has something to say of the SYN proxy.
   */
  private static List<Flow> traffic(List<Flow> flows) {
    Status done = Status.SOURCE_NAT_DONE.with(Status.DESTINATION_NAT_DONE);
    return comparable(flows).stream()
        .map(
            flow ->
                flow.toBuilder()
                    .status(flow.status().orElseThrow().with(done))
                    .synproxy(new Synproxy(0, 0, 0))
                    .build())
        .toList();
  }
}
