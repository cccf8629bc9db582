package io.conntrack.netlink;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static io.conntrack.EventType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowEvent;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Mark;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events tell what happened to flows, in its order. */
@KernelTest
class EventsIT {

  private static final EventOptions ALL = EventOptions.of(NEW, UPDATE, DESTROY);
  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Tuple UDP = Tuple.udp("2001:db8::1", 40_000, "2001:db8::2", 53);

  private Conntrack conntrack;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  @Test
  void tellsWhatRequestsDo() {
    try (EventStream events = conntrack.events(ALL)) {
      conntrack.table().create(SampleFlows.plain(TCP));
      conntrack.table().create(SampleFlows.plain(UDP));
      conntrack.table().update(TCP, FlowUpdate.mark(7));
      conntrack.table().delete(UDP);
      conntrack.table().delete(TCP);

      List<FlowEvent> all = Drained.flows(events);

      assertThat(all)
          .extracting(FlowEvent::type, event -> event.flow().original())
          .containsExactly(
              tuple(NEW, TCP),
              tuple(NEW, UDP),
              tuple(UPDATE, TCP),
              tuple(DESTROY, UDP),
              tuple(DESTROY, TCP));
      assertThat(all.get(2).flow().mark()).contains(Mark.of(7));
      assertThat(all).allMatch(event -> event.portId() != 0 && event.portId() <= 0xffffffffL);
      assertThat(all).extracting(FlowEvent::portId).containsOnly(all.get(0).portId());
      assertThat(all).allMatch(event -> event.namespace().isEmpty() && !event.isResync());
      assertThat(all.get(0).flow().id()).isPresent().isEqualTo(all.get(4).flow().id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void followsATcpConnection(String address) throws Exception {
    try (EventStream events = conntrack.events(ALL)) {
      Tuple original;
      try (TcpConnection tcp = TcpConnection.open(address, 5000)) {
        original = tcp.original();
        tcp.request("no event of its own");
        tcp.closeClient();
        tcp.closeServer();
      }
      List<ConntrackEvent> all =
          Drained.until(events, event -> state(event).equals(TcpState.TIME_WAIT));
      conntrack.table().delete(original);
      all.addAll(Drained.of(events));

      assertThat(all).allMatch(event -> ((FlowEvent) event).flow().original().equals(original));
      assertThat(all)
          .extracting(event -> ((FlowEvent) event).type(), EventsIT::state)
          .startsWith(
              tuple(NEW, TcpState.SYN_SENT),
              tuple(UPDATE, TcpState.SYN_RECV),
              tuple(UPDATE, TcpState.ESTABLISHED),
              tuple(UPDATE, TcpState.FIN_WAIT))
          .endsWith(
              tuple(UPDATE, TcpState.LAST_ACK),
              tuple(UPDATE, TcpState.TIME_WAIT),
              tuple(DESTROY, TcpState.TIME_WAIT));
      assertThat(all.subList(0, all.size() - 1))
          .allMatch(event -> ((FlowEvent) event).portId() == 0, "caused by packets");
    }
  }

  private static TcpState state(ConntrackEvent event) {
    return ((FlowEvent) event).flow().tcpState().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 28", "::1, 48"})
  void followsAUdpExchangeAndCountsItAtTheEnd(String address, long headers, Netns netns)
      throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    try (EventStream events = conntrack.events(ALL);
        UdpExchange udp = UdpExchange.open(address, 5000)) {
      Instant before = Instant.now().minusMillis(20);
      udp.request(100);
      udp.answer(200);
      conntrack.table().delete(udp.original());
      Instant after = Instant.now().plusMillis(20);

      List<FlowEvent> all = Drained.flows(events);

      assertThat(all)
          .extracting(FlowEvent::type, event -> event.flow().status().orElseThrow())
          .containsExactly(
              tuple(NEW, Status.CONFIRMED),
              tuple(UPDATE, Status.CONFIRMED.with(Status.SEEN_REPLY)),
              tuple(DESTROY, Status.CONFIRMED.with(Status.SEEN_REPLY).with(Status.DYING)));
      Flow ended = all.get(2).flow();
      assertThat(ended.bytes(ORIGINAL)).isEqualTo(100 + headers);
      assertThat(ended.packets(ORIGINAL)).isEqualTo(1);
      assertThat(ended.stop().orElseThrow()).isBetween(ended.start().orElseThrow(), after);
      assertThat(all)
          .extracting(event -> event.flow().eventTime().orElseThrow())
          .isSorted()
          .allMatch(time -> time.isAfter(before) && time.isBefore(after));
      assertThat(all.get(0).flow().has(FlowAttribute.ORIGINAL_COUNTERS)).isFalse();
      assertThat(events.statistics().lag().orElseThrow())
          .isBetween(Duration.ZERO, Duration.ofSeconds(20));
    }
  }

  @Test
  void knowsNoLagWithoutTimesOfEvents() {
    try (EventStream events = conntrack.events(ALL)) {
      conntrack.table().create(SampleFlows.plain(TCP));

      assertThat(Drained.flows(events)).hasSize(1);
      assertThat(events.statistics().lag()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 1, 8", "::1, 58, 128"})
  void followsAPing(String address, int protocol, int query) throws Exception {
    try (EventStream events = conntrack.events(ALL)) {
      assertThat(IpAddress.parse(address).toInetAddress().isReachable(5_000)).isTrue();

      List<FlowEvent> pings =
          Drained.flows(events).stream()
              .filter(event -> event.flow().original().icmpType() == query)
              .toList();

      assertThat(pings).extracting(FlowEvent::type).containsExactly(NEW, UPDATE);
      assertThat(pings.get(0).flow().original().protocol()).isEqualTo(Protocol.of(protocol));
    }
  }

  @ParameterizedTest
  @CsvSource({"NEW, 1", "UPDATE, 1", "DESTROY, 1"})
  void tellsOnlyWhatIsChosen(EventType type, int count) {
    try (EventStream events = conntrack.events(EventOptions.of(type))) {
      conntrack.table().create(SampleFlows.plain(TCP));
      conntrack.table().update(TCP, FlowUpdate.mark(1));
      conntrack.table().delete(TCP);

      assertThat(Drained.flows(events)).hasSize(count).allMatch(event -> event.type() == type);
    }
  }

  @Test
  void tellsNewAndEndedFlowsByDefault() {
    try (EventStream events = conntrack.events()) {
      conntrack.table().create(SampleFlows.plain(TCP));
      conntrack.table().update(TCP, FlowUpdate.mark(1));
      conntrack.table().delete(TCP);

      assertThat(Drained.flows(events)).extracting(FlowEvent::type).containsExactly(NEW, DESTROY);
    }
  }

  @Test
  void letsTheKernelFilter() {
    EventOptions options = EventOptions.of(NEW).filter(FlowFilter.family(IpFamily.IPV6));
    try (EventStream events = conntrack.events(options)) {
      conntrack.table().create(SampleFlows.plain(TCP));
      conntrack.table().create(SampleFlows.plain(UDP));

      assertThat(Drained.flows(events)).extracting(e -> e.flow().original()).containsExactly(UDP);
      assertThat(events.statistics().received()).isEqualTo(1);
      assertThat(events.explain()).contains("kernel: ").contains("process: nothing");
    }
  }

  @Test
  void filtersInTheProcessWhatTheKernelCannot() {
    FlowFilter odd = FlowFilter.of(flow -> flow.original().sourcePort() % 2 == 1);
    EventOptions options = EventOptions.of(NEW).filter(FlowFilter.protocol(Protocol.TCP).and(odd));
    try (EventStream events = conntrack.events(options)) {
      for (int port = 1; port <= 10; port++) {
        conntrack.table().create(SampleFlows.plain(Tuple.tcp("10.0.0.1", port, "10.0.0.2", 80)));
        conntrack.table().create(SampleFlows.plain(Tuple.udp("10.0.0.1", port, "10.0.0.2", 80)));
      }

      assertThat(Drained.flows(events))
          .extracting(event -> event.flow().original().sourcePort())
          .containsExactly(1, 3, 5, 7, 9);
      assertThat(events.statistics().received()).isEqualTo(10);
      assertThat(events.explain()).contains("process: ").doesNotContain("process: nothing");
    }
  }

  /** The kernel refuses a program that does not fit into what a socket may have beside its data. */
  @ParameterizedTest
  @ValueSource(longs = {8_192, 4_096, 1_024})
  void filtersMoreInTheProcessWhereAProgramIsTooLong(long bytes, Netns netns) throws Exception {
    netns.sysctl("net.core.optmem_max", bytes);
    String hosts =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "10." + (i & 1) + "." + i / 4 + "." + i * 37 % 256)
            .collect(Collectors.joining(","));
    FlowFilter filter = FlowFilter.parse("tcp and dst " + hosts + " and not mark 7");
    try (EventStream events = conntrack.events(EventOptions.of(NEW).filter(filter))) {
      Tuple selected = Tuple.tcp("192.0.2.1", 40_000, "10.1.0.37", 443);
      conntrack.table().create(SampleFlows.plain(TCP));
      conntrack.table().create(SampleFlows.plain(UDP));
      conntrack.table().create(SampleFlows.plain(selected));

      assertThat(Drained.flows(events))
          .extracting(event -> event.flow().original())
          .containsExactly(selected);
      assertThat(events.explain()).contains("process: ").doesNotContain("process: nothing");
    }
  }

  /** A filtered event costs no buffer, so it cannot overrun it. */
  @Test
  void losesNothingToWhatTheKernelFilters() {
    EventOptions options =
        EventOptions.of(NEW).filter(FlowFilter.protocol(Protocol.TCP)).buffer(2, 2);
    try (EventStream events = conntrack.events(options);
        NumberedFlows others = NumberedFlows.open()) {
      others.create(1_000);
      conntrack.table().create(SampleFlows.plain(TCP));

      assertThat(Drained.flows(events)).hasSize(1);
      assertThat(DropCounters.sum()).isZero();
    }
  }

  @Test
  void endsAWaitInTimeWhateverComesThatIsNotSelected() throws Exception {
    EventOptions options = EventOptions.of(NEW).filter(FlowFilter.of(flow -> false));
    try (EventStream events = conntrack.events(options);
        NumberedFlows flood = NumberedFlows.open()) {
      Thread load =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  flood.create(64);
                }
              });
      load.start();
      long began = System.nanoTime();

      assertThat(events.poll(Duration.ofMillis(50))).isEmpty();
      assertThat(events.poll((type, flow, origin) -> {}, Duration.ofMillis(50))).isZero();

      long took = System.nanoTime() - began;
      load.interrupt();
      load.join();
      assertThat(took).isBetween(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.SECONDS.toNanos(15));
    }
  }

  @Test
  void agreesWithTheCommand(Netns netns) throws Exception {
    try (EventStream events = conntrack.events(ALL)) {
      Process command =
          netns.call(
              () ->
                  new ProcessBuilder("conntrack", "-E", "-o", "id")
                      .redirectErrorStream(true)
                      .start());
      try (var lines = command.inputReader()) {
        Tuple probe = Tuple.udp("10.9.9.9", 1, "10.9.9.8", 2);
        awaitFirstEvent(probe, lines::ready);
        Drained.of(events);
        conntrack.table().create(SampleFlows.plain(TCP));
        conntrack.table().update(TCP, FlowUpdate.mark(3));
        conntrack.table().delete(TCP);

        for (FlowEvent event : Drained.flows(events)) {
          String line = lines.readLine();
          while (line.contains("src=10.9.9.9")) {
            line = lines.readLine();
          }
          assertThat(line.strip()).startsWith("[" + event.type());
          assertThat(line)
              .contains("src=192.0.2.1 dst=198.51.100.2 sport=40000 dport=443")
              .contains(" id=" + event.flow().id().orElseThrow() + " ")
              .contains(" portid=" + event.portId() + " ");
        }
      } finally {
        command.destroy();
      }
    }
  }

  private interface Ready {
    boolean isReady() throws Exception;
  }

  private void awaitFirstEvent(Tuple probe, Ready ready) throws Exception {
    while (!ready.isReady()) {
      conntrack.table().create(SampleFlows.plain(probe));
      conntrack.table().delete(probe);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void hearsNothingOfFlowsThatWereCreatedWhileEventsWereOff(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_events", 0);
    try (EventStream events = conntrack.events(ALL)) {
      conntrack.table().create(SampleFlows.plain(TCP));
      netns.sysctl("net.netfilter.nf_conntrack_events", 1);
      conntrack.table().delete(TCP);
      conntrack.table().create(SampleFlows.plain(UDP));

      assertThat(Drained.flows(events)).extracting(e -> e.flow().original()).containsExactly(UDP);
    }
  }

  @Test
  void hearsTheEndOfOlderFlowsIfEventsAreAlwaysOn(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_events", 1);
    conntrack.table().create(SampleFlows.plain(TCP));
    try (EventStream events = conntrack.events(ALL)) {
      conntrack.table().delete(TCP);

      assertThat(Drained.flows(events)).extracting(FlowEvent::type).containsExactly(DESTROY);
    }
  }

  @Test
  void refusesOptionsThatChooseNothing() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> conntrack.events(EventOptions.of()))
        .withMessage("events: none are chosen, neither of flows nor of expectations");
  }
}
