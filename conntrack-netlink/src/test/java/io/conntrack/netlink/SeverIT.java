package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.conntrack.ConntrackClosedException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.SeverReport;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.sys.BoundConnection;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections are cut: their sockets here are closed, their entries gone, and nothing else is. */
@KernelTest
class SeverIT extends OpenTable {

  private static final FlowFilter TCP = FlowFilter.protocol(Protocol.TCP);
  private static final FlowFilter UDP = FlowFilter.protocol(Protocol.UDP);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);
  private static final long SOON_SECONDS = 10;
  private Thread severer;

  /** The JDK makes IPv6 sockets where it can, which have IPv4-mapped addresses here. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void cutsATcpConnection(String address) throws Exception {
    try (TcpConnection tcp = TcpConnection.open(address, 5000)) {
      tcp.request("hello");

      SeverReport report = table.sever(TCP, SHORT);

      assertThat(report).isEqualTo(new SeverReport(1, 1, 0, 0, 1, 0, 0, 0, List.of(), List.of()));
      assertThat(table.count()).isZero();
      assertThatIOException().isThrownBy(() -> tcp.request("still there?"));
      assertThatIOException().isThrownBy(() -> tcp.answer("still there?"));
    }
  }

  @Test
  void letsTheProgramSeeThatItsConnectionWasAborted() throws Exception {
    try (ServerSocket listener = new ServerSocket();
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
      listener.bind(address(5000));
      client.connect(listener.getLocalSocketAddress()); // and nobody accepts it

      SeverReport report = table.sever(TCP, SHORT);

      assertThat(report.severed()).isEqualTo(1);
      assertThatIOException()
          .isThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .withMessageMatching("Software caused connection abort|Connection reset.*");
    }
  }

  /** Where the server's end has gone, the kernel's lookup finds the listening socket instead. */
  @Test
  void leavesTheListeningSocketOpen() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(address(5000))) {
      try (SocketChannel open = SocketChannel.open(address(5000));
          SocketChannel half = SocketChannel.open(address(5000))) {
        assertThat(open.isConnected() && half.isConnected()).isTrue();
        listener.accept().setOption(StandardSocketOptions.SO_LINGER, 0).close(); // a reset

        SeverReport report = table.sever(TCP, SHORT);

        assertThat(report.matched()).isEqualTo(2);
        assertThat(report.firstFailures()).isEmpty();
      }
      try (SocketChannel later = SocketChannel.open(address(5000));
          SocketChannel cut = listener.accept();
          SocketChannel accepted = listener.accept()) {
        assertThatIOException().isThrownBy(() -> cut.read(ByteBuffer.allocate(1)));
        later.write(ByteBuffer.allocate(1));
        assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void cutsAConnectedUdpSocketAndLeavesTheServerOpen(String address) throws Exception {
    try (UdpExchange udp = UdpExchange.open(address, 6000)) {
      udp.request(10);
      udp.answer(10);

      SeverReport report = table.sever(UDP, SHORT);

      assertThat(report).isEqualTo(new SeverReport(1, 1, 0, 0, 1, 0, 0, 0, List.of(), List.of()));
      assertThatIOException().isThrownBy(() -> udp.request(10));
      udp.replaceClient();
      udp.request(10);
      udp.answer(10);
    }
  }

  @Test
  void findsNoSocketOfAUdpServerThatReceivesFromAnybody() throws Exception {
    try (DatagramChannel server = DatagramChannel.open().bind(address(6000));
        DatagramChannel client = DatagramChannel.open().bind(address(6001))) {
      client.send(ByteBuffer.allocate(1), address(6000));

      SeverReport report = table.sever(UDP, SHORT);

      assertThat(report.notLocal()).isEqualTo(1);
      assertThat(report.deleted()).isEqualTo(1);
      assertThat(report.warnings()).singleElement().asString().contains("the next datagram");
      client.send(ByteBuffer.allocate(1), address(6000));
      server.receive(ByteBuffer.allocate(1));
      assertThat(server.receive(ByteBuffer.allocate(1))).isEqualTo(address(6001));
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(IpAddress.parse("127.0.0.1").toInetAddress(), port);
  }

  /** As all sockets are that live in a VRF. A lookup without the interface does not find it. */
  @Test
  void cutsAConnectionThatIsBoundToAnInterface() throws Exception {
    int aborted = 103; // ECONNABORTED
    int reset = 104; // ECONNRESET, if the end that waits to be accepted comes first
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(address(5000));
        BoundConnection tcp = BoundConnection.open(5000)) {
      assertThat(listener.isOpen()).isTrue();

      assertThat(table.sever(TCP, SHORT).severed()).isEqualTo(1);

      assertThat(tcp.errorOfRead()).isIn(aborted, reset);
    }
  }

  @Test
  void cutsWhatTheFilterSelectsAndNothingElse() throws Exception {
    try (TcpConnection one = TcpConnection.open("127.0.0.1", 5000);
        TcpConnection other = TcpConnection.open("127.0.0.1", 5001)) {
      SeverReport report = table.sever(FlowFilter.destinationPort(5000), SHORT);

      assertThat(report.severed()).isEqualTo(1);
      assertThatIOException().isThrownBy(() -> one.request("gone"));
      other.request("still there");
      other.answer("still there");
      assertThat(table.count()).isEqualTo(1);
    }
  }

  @Test
  void cutsAThousandConnectionsAtOnce() throws Exception {
    List<TcpConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        connections.add(TcpConnection.open("127.0.0.1", 5000 + i));
      }

      SeverReport report = table.sever(TCP, SHORT);

      assertThat(report)
          .isEqualTo(new SeverReport(1_000, 1_000, 0, 0, 1_000, 0, 0, 0, List.of(), List.of()));
      assertThat(table.count()).isZero();
      assertThat(connections)
          .allSatisfy(tcp -> assertThatIOException().isThrownBy(() -> tcp.request("gone")));
    } finally {
      for (TcpConnection tcp : connections) {
        tcp.close();
      }
    }
  }

  @Test
  void saysThatNoSocketIsHereAndTheConnectionMayComeBack() {
    table.create(Flows.tcp().build());

    SeverReport report = table.sever(TCP, Duration.ZERO);

    assertThat(report.notLocal()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "not severed: 1 running tcp - nf_conntrack_tcp_loose is on, so the next packet");
    assertThat(report).hasToString("1 flow: 1 deleted, 0 severed, 1 not local, 0 reborn");
  }

  @Test
  void deletesFlowsOfProtocolsWhoseSocketsTheKernelDoesNotClose() {
    table.create(Flows.icmp().build());
    table.create(Flows.sctp().build());
    table.create(Flows.gre().build());

    SeverReport report = table.sever(FlowFilter.any(), Duration.ZERO);

    assertThat(table.count()).isZero();
    assertThat(report.notClosed()).isEqualTo(3);
    assertThat(report.warnings())
        .containsExactly(
            "not severed: 3 of other protocols - the kernel closes single sockets of tcp and udp"
                + " only");
  }

  @Test
  void doesNothingIfNothingIsSelected() {
    table.create(Flows.tcp().build());

    assertThat(table.sever(UDP, LONG).matched()).isZero();

    assertThat(table.count()).isEqualTo(1);
  }

  @Test
  void seversWhatComesBackAgainAndAgain() throws Exception {
    Flow flow = Flows.tcp().build();
    table.create(flow);
    FutureTask<SeverReport> severing = start(LONG);
    try {
      for (int time = 0; time < 3; time++) {
        awaitEmpty();
        table.create(flow); // as a packet would
      }
      awaitEmpty();
    } finally {
      severer.interrupt();
    }

    assertThat(severing.get(SOON_SECONDS, TimeUnit.SECONDS).reborn()).isEqualTo(1);
  }

  @Test
  void seversAConnectionThatThePeerTakesUpAgain() throws Exception {
    Flow flow = Flows.tcp().build();
    table.create(flow);
    FutureTask<SeverReport> severing = start(LONG);
    try {
      awaitEmpty();
      table.create(Flow.builder(flow.reply()).timeout(SampleFlows.TIMEOUT).build());
      awaitEmpty();
    } finally {
      severer.interrupt();
    }

    assertThat(severing.get(SOON_SECONDS, TimeUnit.SECONDS).reborn()).isEqualTo(1);
  }

  @Test
  void leavesANewFlowAloneThatGotTheTranslatedPortOfASeveredOne() throws Exception {
    Flow severed = natted("192.0.2.1");
    Flow other = natted("192.0.2.2");
    table.create(severed);
    FutureTask<SeverReport> severing = start(Duration.ofMillis(500));
    awaitEmpty();
    table.create(other);

    SeverReport report = severing.get(SOON_SECONDS, TimeUnit.SECONDS);

    assertThat(report.reborn()).isZero();
    assertThat(table.get(other.original())).isPresent();
  }

  private static Flow natted(String client) {
    return Flow.builder(Tuple.tcp(client, 40_000, "198.51.100.2", 443))
        .timeout(SampleFlows.TIMEOUT)
        .sourceNat(NatRange.to(IpAddress.parse("203.0.113.8"), 50_000))
        .build();
  }

  private FutureTask<SeverReport> start(Duration grace) {
    FutureTask<SeverReport> severing = new FutureTask<>(() -> table.sever(TCP, grace));
    severer = new Thread(severing, "severer");
    severer.start();
    return severing;
  }

  private void awaitEmpty() throws InterruptedException {
    assertThat(Eventually.get(table::count, count -> count == 0)).isZero();
  }

  @Test
  void endsTheWatchWhenItIsClosed() throws Exception {
    table.create(Flows.tcp().build());
    FutureTask<SeverReport> severing = start(LONG);
    awaitEmpty();

    conntrack.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> severing.get(SOON_SECONDS, TimeUnit.SECONDS))
        .withCauseInstanceOf(ConntrackClosedException.class);
  }

  @Test
  void reportsWhatWasDoneBeforeAnInterrupt() throws Exception {
    table.create(Flows.tcp().build());
    FutureTask<SeverReport> severing = start(LONG);
    awaitEmpty();

    severer.interrupt();

    assertThat(severing.get(SOON_SECONDS, TimeUnit.SECONDS).deleted()).isEqualTo(1);
  }

  @Test
  void leavesASocketOpenThatMayBeOfAnotherZone() throws Exception {
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000)) {
      Flow twin =
          Flow.builder(tcp.original()).timeout(SampleFlows.TIMEOUT).zone(Zone.of(5)).build();
      table.create(twin);

      SeverReport report = table.sever(FlowFilter.zone(Zone.of(5)), SHORT);

      assertThat(report.deleted()).isEqualTo(1);
      assertThat(report.notClosed()).isEqualTo(1);
      assertThat(report.firstFailures())
          .isNotEmpty()
          .allSatisfy(
              failure ->
                  assertThat(failure).hasMessageContaining("a flow of the default zone that was"));
      tcp.request("still there");
      tcp.answer("still there");
    }
  }

  @Test
  void refusesAGraceThatIsNoTime() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> table.sever(TCP, Duration.ofSeconds(-1)))
        .withMessage("grace PT-1S is out of range: 0 to PT24H");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> table.sever(TCP, Duration.ofDays(2)));
  }

  @Test
  void refusesAFilterThatCanNeverMatch() {
    assertThatCode(() -> table.sever(TCP.and(UDP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can never match");
  }
}
