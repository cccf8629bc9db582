package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.Direction;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.Expectation;
import io.conntrack.ExpectationBuilder;
import io.conntrack.ExpectationEvent;
import io.conntrack.ExpectationFlags;
import io.conntrack.ExpectationNat;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.FlowEvent;
import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Router;
import io.conntrack.netlink.testing.TcpConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's FTP helper expects connections, and real connections fulfil expectations. */
@KernelTest
class HelperIT {

  private static final String FORWARDED =
      """
      table inet helper {
        ct helper ftp {
          type "ftp" protocol tcp
        }
        chain forward {
          type filter hook forward priority 0
          tcp dport 21 ct helper set "ftp"
        }
      }
      """;

  private Conntrack conntrack;
  private ExpectationTable table;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    table = conntrack.expectations();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  /** The server announces where it listens, and the client connects. */
  @ParameterizedTest
  @CsvSource({
    "10.2.0.2, PASV, '227 Entering Passive Mode (10,2,0,2,195,80)'",
    "fd00:2::2, EPSV, 229 Entering Extended Passive Mode (|||50000|)"
  })
  void expectsThePassiveConnectionOfARoutedTransfer(
      String server, String command, String answer, Netns netns) throws Exception {
    Router router = Router.between(netns);
    netns.nft(FORWARDED);
    EventOptions options = EventOptions.of(NEW).expectations(NEW, DESTROY);
    try (EventStream events = conntrack.events(options);
        TcpConnection control =
            TcpConnection.open(router.client(), server, 21, router.server(), server, 21)) {
      control.answer("220 ready\r\n");
      control.request(command + "\r\n");
      control.answer(answer + "\r\n");

      Expectation expected = only();
      assertThat(expected.master()).isEqualTo(control.original());
      assertThat(expected.tuple().destination()).isEqualTo(IpAddress.parse(server));
      assertThat(expected.tuple().destinationPort()).isEqualTo(50_000);
      assertThat(expected.helper()).contains("ftp");
      try (TcpConnection data =
          TcpConnection.open(router.client(), server, 50_000, router.server(), server, 50_000)) {
        assertThat(table.get(data.original())).isEmpty();
        Flow flow = conntrack.table().get(data.original()).orElseThrow();
        assertThat(flow.master()).contains(control.original());
        assertThat(flow.status().orElseThrow().has(Status.EXPECTED)).isTrue();
        assertThat(kinds(Drained.of(events)))
            .containsExactly("flow NEW", "expectation NEW", "expectation DESTROY", "flow NEW");
      }
    }
  }

  /** The client announces where it listens, and the server connects. */
  @ParameterizedTest
  @CsvSource({
    "10.2.0.2, 10.1.0.2, 'PORT 10,1,0,2,195,81'",
    "fd00:2::2, fd00:1::2, EPRT |2|fd00:1::2|50001|"
  })
  void expectsTheActiveConnectionOfARoutedTransfer(
      String server, String client, String command, Netns netns) throws Exception {
    Router router = Router.between(netns);
    netns.nft(FORWARDED);
    try (TcpConnection control =
        TcpConnection.open(router.client(), server, 21, router.server(), server, 21)) {
      control.answer("220 ready\r\n");
      control.request("USER anonymous\r\n"); // the helper reads from the second line on
      control.request(command + "\r\n");

      Expectation expected = only();
      assertThat(expected.tuple().source()).isEqualTo(IpAddress.parse(server));
      assertThat(expected.tuple().destination()).isEqualTo(IpAddress.parse(client));
      assertThat(expected.tuple().destinationPort()).isEqualTo(50_001);
      try (TcpConnection data =
          TcpConnection.open(router.server(), client, 50_001, router.client(), client, 50_001)) {
        Flow flow = conntrack.table().get(data.original()).orElseThrow();
        assertThat(flow.original().source()).isEqualTo(IpAddress.parse(server));
        assertThat(flow.master()).contains(control.original());
        assertThat(table.count()).isZero();
      }
    }
  }

  private Expectation only() {
    try (Stream<Expectation> all = table.dump()) {
      List<Expectation> list = all.toList();
      assertThat(list).hasSize(1);
      return list.get(0);
    }
  }

  private static List<String> kinds(List<ConntrackEvent> events) {
    return events.stream()
        .map(
            event ->
                event instanceof FlowEvent flow
                    ? "flow " + flow.type()
                    : "expectation " + ((ExpectationEvent) event).type())
        .toList();
  }

  /** A program expects a connection of a flow that it made itself. */
  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1"})
  void fulfilsWhatAProgramExpects(String address) throws Exception {
    Tuple master = Tuple.tcp(address, 40_000, address, 21);
    conntrack
        .table()
        .create(Flow.builder(master).timeout(Duration.ofMinutes(2)).helper("ftp").build());
    Expectation expectation = expectation(address, master).build();
    table.create(expectation);

    try (TcpConnection data = TcpConnection.open(address, 50_000)) {
      Flow flow = conntrack.table().get(data.original()).orElseThrow();
      assertThat(flow.status().orElseThrow().has(Status.EXPECTED)).isTrue();
      assertThat(flow.master()).contains(master);
    }
    assertThat(table.count()).isZero();
  }

  private static ExpectationBuilder expectation(String address, Tuple master) {
    return Expectation.builder(Tuple.tcp(address, 0, address, 50_000), master);
  }

  @Test
  void keepsAPermanentExpectationAndIgnoresAnInactiveOne() throws Exception {
    Tuple master = Tuple.tcp("127.0.0.1", 40_000, "127.0.0.1", 21);
    conntrack
        .table()
        .create(Flow.builder(master).timeout(Duration.ofMinutes(2)).helper("ftp").build());
    ExpectationBuilder builder = expectation("127.0.0.1", master);
    table.create(builder.flags(ExpectationFlags.PERMANENT).build());
    assertThat(masterOfAConnection()).isEqualTo(master);
    assertThat(masterOfAConnection()).isEqualTo(master);

    table.flush();
    table.create(builder.flags(ExpectationFlags.INACTIVE).build());

    assertThat(masterOfAConnection()).isNull();
    assertThat(table.count()).isEqualTo(1);
  }

  private Tuple masterOfAConnection() throws Exception {
    try (TcpConnection data = TcpConnection.open("127.0.0.1", 50_000)) {
      return conntrack.table().get(data.original()).orElseThrow().master().orElse(null);
    }
  }

  /** The expected connection is sent elsewhere, as NAT of the master would do it. */
  @Test
  void translatesAnExpectedConnection(Netns netns) throws Exception {
    netns.nft(
        """
        table ip translation {
          chain output {
            type nat hook output priority -100
          }
          chain input {
            type nat hook input priority 100
          }
        }
        """);
    Tuple master = Tuple.tcp("127.0.0.1", 40_000, "127.0.0.1", 21);
    conntrack
        .table()
        .create(Flow.builder(master).timeout(Duration.ofMinutes(2)).helper("ftp").build());
    Tuple target = Tuple.tcp("127.0.0.1", 50_007, "0.0.0.0", 0);
    table.create(
        expectation("127.0.0.1", master)
            .function("nat-follow-master")
            .nat(new ExpectationNat(Direction.ORIGINAL, target))
            .build());

    try (TcpConnection data = TcpConnection.open("127.0.0.1", 50_000, "127.0.0.1", 50_007)) {
      Flow flow = conntrack.table().get(data.original()).orElseThrow();
      assertThat(flow.master()).contains(master);
      assertThat(flow.reply().sourcePort()).isEqualTo(50_007);
    }
  }

  @Test
  void fulfilsAnExpectationInItsZoneOnly(Netns netns) throws Exception {
    netns.nft(
        """
        table inet zones {
          chain output {
            type filter hook output priority -300
            ct zone set 5
          }
          chain prerouting {
            type filter hook prerouting priority -300
            ct zone set 5
          }
        }
        """);
    Tuple master = Tuple.tcp("127.0.0.1", 40_000, "127.0.0.1", 21);
    for (int zone : new int[] {5, 6}) {
      conntrack
          .table()
          .create(
              Flow.builder(master)
                  .timeout(Duration.ofMinutes(2))
                  .helper("ftp")
                  .zone(Zone.of(zone))
                  .build());
      table.create(expectation("127.0.0.1", master).zone(Zone.of(zone)).build());
    }

    try (TcpConnection data = TcpConnection.open("127.0.0.1", 50_000)) {
      Flow flow = conntrack.table().get(data.original(), Zone.of(5)).orElseThrow();
      assertThat(flow.master()).contains(master);
      assertThat(flow.original().protocol()).isEqualTo(Protocol.TCP);
    }
    assertThat(table.get(Tuple.tcp("127.0.0.1", 1, "127.0.0.1", 50_000), Zone.of(5))).isEmpty();
    assertThat(table.get(Tuple.tcp("127.0.0.1", 1, "127.0.0.1", 50_000), Zone.of(6))).isPresent();
  }
}
