package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.mirror.LiveTable;
import io.conntrack.mirror.LiveTableOptions;
import io.conntrack.mirror.LiveTableStatistics;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import io.conntrack.spi.FlowBuffer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The mirror is the table, whatever happens. For a minute, or as many as {@code
 * -Dconntrack.soak.minutes} says, packets and requests change the table at random, and the buffer
 * for events is so small that it overruns hundreds of times. In each quiet moment the mirror equals
 * a dump, and the losses it was told of are those that the kernel counted.
 *
 * <p>{@code -Dconntrack.seed} repeats the choices; what the kernel's timers and threads make of
 * them is another matter.
 */
@KernelTest
class LiveTableProofIT {

  private static final int EVENTS_IN_BUFFER = 24;
  private static final long ENOUGH_OVERRUNS = 200;
  private static final long TOLERATED_GROWTH = 4 << 20; // bytes
  private static final int FIRST_PORT = 5_000;
  private static final int TRANSLATED_PORT = 6_000;
  private static final String RULES =
      """
      table inet changes {
        chain output {
          type filter hook output priority 0
          tcp dport 5000-5099 ct mark set 0x5
          udp dport 5000-5049 ct mark set 0x6
          tcp dport 5000-5049 ct state established ct label set 3
        }
        chain nat {
          type nat hook output priority -100
          tcp dport 6000 redirect to :5000
        }
      }
      """;

  private final long seed = Long.getLong("conntrack.seed", System.nanoTime());
  private final Duration length =
      Duration.ofSeconds(60L * Integer.getInteger("conntrack.soak.minutes", 1));
  private volatile boolean pausing;

  @Test
  @Timeout(value = 3, unit = TimeUnit.DAYS)
  void equalsTheTableInEachQuietMoment(Netns netns) throws Exception {
    netns.useLabels();
    netns.nft(RULES);
    netns.sysctl("net.netfilter.nf_conntrack_udp_timeout", 3);
    netns.sysctl("net.netfilter.nf_conntrack_tcp_timeout_time_wait", 2);
    LiveTableOptions options =
        LiveTableOptions.builder()
            .buffer(EVENTS_IN_BUFFER, EVENTS_IN_BUFFER)
            .audit(Duration.ofDays(1)) // nothing but events and repairs
            .build();
    try (Conntrack conntrack = Conntrack.open();
        Conntrack operating = Conntrack.open()) {
      new RandomOperations(operating.table(), seed).burst(); // before anybody listens
      try (LiveTable live = LiveTable.open(conntrack, options)) {
        run(conntrack, operating, live);
      }
    }
  }

  private void run(Conntrack conntrack, Conntrack operating, LiveTable live) throws Exception {
    RandomOperations operations = new RandomOperations(operating.table(), seed + 1);
    Random random = new Random(seed + 2);
    long end = System.nanoTime() + length.toNanos();
    List<Long> heap = new ArrayList<>();
    assertThat(live.awaitInStep(Duration.ofSeconds(20))).isTrue(); // no dump holds a socket
    long sockets = OpenSockets.count();
    int moments = 0;
    do {
      liveForAWhile(operations, random);
      String where = "seed " + seed + ", quiet moment " + ++moments;
      assertThat(differences(conntrack, live)).as(where).isEmpty();
      assertThat(Eventually.get(() -> live.statistics().lostEvents(), n -> n == DropCounters.sum()))
          .as(where)
          .isEqualTo(DropCounters.sum());
      assertThat(Eventually.get(OpenSockets::count, open -> open == sockets))
          .as(where)
          .isEqualTo(sockets);
      heap.add(usedHeap());
    } while (System.nanoTime() < end);
    long first = Collections.min(heap.subList(0, heap.size() / 4 + 1));
    long last = Collections.min(heap.subList(heap.size() * 3 / 4, heap.size()));
    assertThat(last).isLessThan(first + TOLERATED_GROWTH);
    LiveTableStatistics statistics = live.statistics();
    assertThat(statistics.losses()).isGreaterThan(ENOUGH_OVERRUNS);
    assertThat(statistics.failures()).isZero();
    assertThat(statistics.reopened()).isZero();
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void liveForAWhile(RandomOperations operations, Random random) throws Exception {
    pausing = false;
    boolean flushing = random.nextInt(3) == 0; // which translated connections do not survive
    long trafficSeed = random.nextLong();
    FutureTask<Void> traffic = new FutureTask<>(() -> exchange(trafficSeed, !flushing));
    new Thread(traffic, "traffic").start();
    try {
      for (int bursts = 5 + random.nextInt(40); bursts > 0; bursts--) {
        operations.burst();
        if (flushing && random.nextInt(20) == 0) {
          operations.flush();
        }
      }
    } finally {
      pausing = true;
      traffic.get(20, TimeUnit.SECONDS);
    }
  }

  private Void exchange(long trafficSeed, boolean translating) throws IOException {
    Random random = new Random(trafficSeed);
    while (!pausing) {
      String address = random.nextBoolean() ? "127.0.0.1" : "::1";
      boolean translated = translating && random.nextInt(4) == 0;
      int port = FIRST_PORT + (translated ? 0 : random.nextInt(100));
      int target = translated ? TRANSLATED_PORT : port;
      try (TcpConnection tcp = TcpConnection.open(address, target, address, port);
          UdpExchange udp = UdpExchange.open(address, port)) {
        tcp.request("hello");
        udp.request(10);
        tcp.answer("hello");
        udp.answer(10);
      }
    }
    return null;
  }

  /** Returns how the mirror differs from a dump when it has had the time to catch up. */
  private static List<String> differences(Conntrack conntrack, LiveTable live)
      throws InterruptedException {
    return Eventually.get(() -> compare(conntrack, live), List::isEmpty);
  }

  private static List<String> compare(Conntrack conntrack, LiveTable live) {
    Map<List<Object>, Flow> expected;
    try (Stream<Flow> dump = conntrack.table().dump()) {
      expected = byIdentity(dump);
    }
    Map<List<Object>, Flow> mirrored = byIdentity(live.stream());
    Set<List<Object>> keys = new HashSet<>(expected.keySet());
    keys.addAll(mirrored.keySet());
    keys.removeIf(key -> Objects.equals(expected.get(key), mirrored.get(key)));
    List<String> differences =
        new ArrayList<>(
            keys.stream()
                .map(
                    key ->
                        "is "
                            + text(expected.get(key))
                            + "\nmirrored as "
                            + text(mirrored.get(key)))
                .toList());
    if (!live.isInStep()) {
      differences.add("state " + live.state());
    }
    return differences;
  }

  private static String text(Flow flow) {
    return flow == null ? "nothing" : flow + " " + flow.status() + flow.id() + flow.labels();
  }

  private static Map<List<Object>, Flow> byIdentity(Stream<Flow> flows) {
    Map<List<Object>, Flow> map = new HashMap<>();
    flows.forEach(
        flow -> map.put(List.of(flow.original(), flow.zone(Direction.ORIGINAL)), exact(flow)));
    return map;
  }

  /** Returns what the mirror promises to be exact. */
  private static Flow exact(FlowView flow) {
    FlowBuffer exact = new FlowBuffer();
    exact.copy(flow);
    for (FlowAttribute attribute :
        List.of(
            FlowAttribute.TIMEOUT,
            FlowAttribute.USE,
            FlowAttribute.ORIGINAL_COUNTERS,
            FlowAttribute.REPLY_COUNTERS,
            FlowAttribute.START)) {
      exact.remove(attribute);
    }
    for (Direction direction : Direction.values()) {
      if (flow.has(FlowAttribute.TCP_ORIGINAL)) {
        exact.tcpPeer(direction, flow.tcpWindowScale(direction), 0, 0);
      }
    }
    return Flow.copyOf(exact);
  }
}
