package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.Labels;
import io.conntrack.Mark;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.mirror.LiveTable;
import io.conntrack.mirror.LiveTableOptions;
import io.conntrack.mirror.LiveTableState;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mirror follows the kernel's table. */
@KernelTest
class LiveTableIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String REDIRECTION =
      """
      table inet redirection {
        chain output {
          type nat hook output priority -100
          tcp dport 6000 redirect to :5000
        }
      }
      """;

  private Conntrack conntrack;
  private ConntrackTable table;

  @BeforeEach
  void open(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_events", 1); // also of flows that nobody hears begin
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  private LiveTable openInStep() throws InterruptedException {
    LiveTable live = LiveTable.open(conntrack);
    assertThat(live.awaitInStep(LIMIT)).isTrue();
    return live;
  }

  private static Optional<TcpState> state(LiveTable live, Tuple tuple) {
    return live.find(tuple).flatMap(Flow::tcpState);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void followsAConnectionFromItsStartToItsEnd(String address) throws Exception {
    try (LiveTable live = openInStep();
        TcpConnection tcp = TcpConnection.open(address, 5000)) {
      Tuple original = tcp.original();
      assertThat(eventualState(live, original, TcpState.ESTABLISHED))
          .contains(TcpState.ESTABLISHED);
      assertThat(live.find(tcp.reply())).isEqualTo(live.find(original));

      tcp.closeClient();
      tcp.closeServer();
      assertThat(eventualState(live, original, TcpState.TIME_WAIT)).contains(TcpState.TIME_WAIT);

      table.delete(original);
      assertThat(Eventually.get(() -> live.find(original), Optional::isEmpty)).isEmpty();
      assertThat(live.statistics().lookups()).isZero();
    }
  }

  private static Optional<TcpState> eventualState(LiveTable live, Tuple tuple, TcpState wanted)
      throws InterruptedException {
    return Eventually.get(() -> state(live, tuple), found -> found.equals(Optional.of(wanted)));
  }

  @Test
  void loadsFlowsOfAllProtocolsAndZones() throws Exception {
    SampleFlows.tuples().forEach(tuple -> table.create(SampleFlows.plain(tuple)));
    SampleFlows.tuples()
        .forEach(
            tuple ->
                table.create(SampleFlows.plain(tuple).toBuilder().zone(SampleFlows.ZONE).build()));

    try (LiveTable live = openInStep();
        Stream<Flow> dump = table.dump()) {
      assertThat(live.size()).isEqualTo(2 * SampleFlows.tuples().size());
      dump.forEach(
          flow -> {
            Zone zone = flow.zone(Direction.ORIGINAL);
            assertThat(live.find(flow.original(), zone)).map(Flow::id).contains(flow.id());
            assertThat(live.find(flow.reply(), zone)).map(Flow::id).contains(flow.id());
          });
    }
  }

  @Test
  void translatesWhatTheKernelTranslates(Netns netns) throws Exception {
    netns.nft(REDIRECTION);
    try (LiveTable live = openInStep();
        TcpConnection tcp = TcpConnection.open("127.0.0.1", 6000, "127.0.0.1", 5000)) {
      Tuple asked = tcp.original();
      Tuple served = tcp.reply().inverse();
      assertThat(asked).isNotEqualTo(served);

      assertThat(Eventually.get(() -> live.translatedOf(asked), Optional::isPresent))
          .contains(served);
      assertThat(live.originalOf(served)).contains(asked);
      assertThat(live.translatedOf(tcp.reply())).contains(asked.inverse());
      assertThat(live.originalOf(asked.inverse())).contains(tcp.reply());
    }
  }

  @Test
  void knowsWhenARequestClearsTheLabels(Netns netns) throws Exception {
    netns.useLabels();
    Tuple tuple = Tuple.udp("192.0.2.1", 1, "192.0.2.2", 2);
    Labels all = new Labels(-1, -1);
    table.create(Flow.builder(tuple).timeout(LIMIT).labels(Labels.of(5)).build());

    try (LiveTable live = openInStep()) {
      assertThat(live.find(tuple).flatMap(Flow::labels)).contains(Labels.of(5));
      table.update(tuple, FlowUpdate.builder().labels(Labels.NONE, all).build());

      assertThat(Eventually.get(() -> labels(live, tuple), Optional::isEmpty)).isEmpty();
      assertThat(live.find(tuple)).isPresent();
    }
  }

  private static Optional<Labels> labels(LiveTable live, Tuple tuple) {
    return live.find(tuple).flatMap(Flow::labels);
  }

  @Test
  void keepsTheLabelsOfAFlowThatPacketsChange(Netns netns) throws Exception {
    netns.useLabels();
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(1);
      Labels all = new Labels(-1, -1);
      table.update(udp.original(), FlowUpdate.builder().labels(Labels.of(5), all).build());
      try (LiveTable live = openInStep()) {
        Tuple original = udp.original();
        udp.answer(1); // an update that says nothing of labels

        Flow answered =
            Eventually.get(
                () -> live.find(original).orElseThrow(),
                flow -> flow.status().orElseThrow().hasSeenReply());
        assertThat(answered.labels()).contains(Labels.of(5));
      }
    }
  }

  @Test
  void mirrorsOnlyWhatItsFilterSelects() throws Exception {
    Tuple marked = Tuple.udp("192.0.2.1", 1, "192.0.2.2", 2);
    Tuple other = Tuple.udp("192.0.2.1", 3, "192.0.2.2", 4);
    table.create(Flow.builder(marked).timeout(LIMIT).mark(7).build());
    table.create(Flow.builder(other).timeout(LIMIT).build());
    LiveTableOptions options = LiveTableOptions.builder().filter(FlowFilter.mark(7)).build();

    try (LiveTable live = LiveTable.open(conntrack, options)) {
      assertThat(live.awaitInStep(LIMIT)).isTrue();
      assertThat(live.stream()).extracting(Flow::original).containsExactly(marked);

      table.update(other, FlowUpdate.mark(7));
      table.update(marked, FlowUpdate.mark(8));

      assertThat(Eventually.get(() -> live.find(marked), Optional::isEmpty)).isEmpty();
      assertThat(live.find(other).flatMap(Flow::mark)).contains(Mark.of(7));
    }
  }

  @Test
  void findsOutThatASilentFlowHasEnded(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_events", 0);
    Tuple tuple = Tuple.udp("192.0.2.1", 1, "192.0.2.2", 2);
    table.create(Flow.builder(tuple).timeout(Duration.ofSeconds(1)).build());

    try (LiveTable live = openInStep()) {
      assertThat(live.statistics().silentFlows()).isEqualTo(1);
      assertThat(Eventually.get(() -> live.find(tuple), Optional::isEmpty)).isEmpty();
      assertThat(live.isInStep()).isTrue();
      assertThat(live.statistics().events()).isZero();
    }
  }

  @Test
  void bringsCountersAndStartUpToDateWhenAsked(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    try (LiveTable live = openInStep();
        UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      Tuple original = udp.original();
      udp.request(100);
      Flow fresh = Eventually.get(() -> live.find(original), Optional::isPresent).orElseThrow();
      assertThat(fresh.counters(Direction.ORIGINAL)).isEmpty();
      assertThat(fresh.start()).isEmpty();

      assertThat(live.refresh(LIMIT)).isTrue();

      Flow refreshed = live.find(original).orElseThrow();
      Flow actual = table.get(original).orElseThrow();
      assertThat(refreshed.counters(Direction.ORIGINAL))
          .isPresent()
          .isEqualTo(actual.counters(Direction.ORIGINAL));
      assertThat(refreshed.start()).isPresent().isEqualTo(actual.start());
    }
  }

  @Test
  void leavesNothingOpen() throws Exception {
    openInStep().close();
    long before = OpenSockets.count();

    for (int i = 0; i < 20; i++) {
      openInStep().close();
      LiveTable.open(conntrack).close(); // while it loads
    }

    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void endsWithItsConntrack() throws Exception {
    try (LiveTable live = openInStep()) {
      conntrack.close();

      assertThat(Eventually.get(live::state, LiveTableState::isFinal))
          .isEqualTo(LiveTableState.FAILED);
    }
  }
}
