package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static io.conntrack.EventType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.Flow;
import io.conntrack.FlowEvent;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.LossPolicy;
import io.conntrack.Resynced;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a loss the stream shows the whole table, so that a program knows again what there is. */
@KernelTest
class ResyncIT {

  private static final EventOptions OPTIONS =
      EventOptions.of(NEW, UPDATE, DESTROY).buffer(20, 20).policy(LossPolicy.RESYNC);

  private Conntrack conntrack;
  private NumberedFlows flows;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    flows = NumberedFlows.open();
  }

  @AfterEach
  void close() {
    flows.close();
    conntrack.close();
  }

  @Test
  void deliversTheTableBehindTheLoss() {
    try (EventStream events = conntrack.events(OPTIONS)) {
      flows.create(50);

      List<ConntrackEvent> all = Drained.until(events, Resynced.class::isInstance);

      assertThat(all).hasSize(20 + 1 + 50 + 1);
      assertThat(all.get(20)).isInstanceOf(EventsLost.class);
      assertThat(all.subList(21, 71))
          .allMatch(event -> event instanceof FlowEvent e && e.isResync() && e.type() == NEW)
          .allMatch(event -> ((FlowEvent) event).portId() == 0)
          .extracting(event -> NumberedFlows.number(((FlowEvent) event).flow()))
          .doesNotHaveDuplicates();
      Resynced end = (Resynced) all.get(71);
      assertThat(end.flows()).isEqualTo(50);
      assertThat(end.expectations()).isZero();
      assertThat(end.since()).isBeforeOrEqualTo(end.until());
      assertThat(events.statistics().resyncs()).isEqualTo(1);
    }
  }

  @Test
  void showsOnlyWhatTheFilterSelects() {
    FlowFilter even = FlowFilter.of(flow -> flow.original().sourcePort() % 2 == 0);
    try (EventStream events = conntrack.events(OPTIONS.filter(even))) {
      flows.create(50);

      List<ConntrackEvent> all = Drained.until(events, Resynced.class::isInstance);

      assertThat(((Resynced) all.get(all.size() - 1)).flows()).isEqualTo(25);
    }
  }

  /** What the stream says at the end is what the table holds, however much it lost. */
  @Test
  void letsAProgramFollowTheTableThroughLosses() throws Exception {
    Random random = new Random(11);
    Copy copy = new Copy();
    try (EventStream events = conntrack.events(OPTIONS)) {
      Thread changes = new Thread(() -> change(random));
      changes.start();
      while (changes.isAlive()) {
        events.poll(copy, Duration.ofMillis(1));
      }
      do {
        events.poll(copy, Duration.ofMillis(100));
      } while (copy.isBehind || events.poll(copy, Duration.ofMillis(100)) > 0);

      assertThat(copy.resyncs).isPositive();
      assertThat(copy.flows.keySet())
          .isEqualTo(conntrack.table().dump().map(Flow::original).collect(Collectors.toSet()));
    }
  }

  private void change(Random random) {
    for (int round = 0; round < 60; round++) {
      flows.create(random.nextInt(60));
      for (int i = random.nextInt(40); i > 0 && flows.created() > 0; i--) {
        Tuple tuple = NumberedFlows.tuple(random.nextInt(flows.created()));
        if (conntrack.table().get(tuple).isPresent()) {
          conntrack.table().delete(tuple);
        }
      }
    }
  }

  /** Keeps what the stream said that there is. */
  private static final class Copy implements EventHandler {

    private final Map<Tuple, Flow> flows = new HashMap<>();
    private final Set<Tuple> shown = new java.util.HashSet<>();
    private boolean isBehind;
    private int resyncs;

    @Override
    public void onFlow(EventType type, FlowView view, EventOrigin origin) {
      Flow flow = Flow.copyOf(view);
      if (type == DESTROY) {
        flows.remove(flow.original());
      } else {
        flows.put(flow.original(), flow);
      }
      if (origin.isResync()) {
        shown.add(flow.original());
      }
    }

    @Override
    public void onLost(EventsLost lost) {
      isBehind = true;
      shown.clear();
    }

    @Override
    public void onResynced(Resynced resynced) {
      isBehind = false;
      resyncs++;
      flows.keySet().retainAll(shown);
    }
  }

  @Test
  void endsWhenItIsClosedInTheMiddle() {
    long before = OpenSockets.count();
    EventStream events = conntrack.events(OPTIONS);
    flows.create(1_000);
    Drained.until(events, event -> event instanceof FlowEvent e && e.isResync());

    events.close();

    assertThat(events.iterator().hasNext()).isFalse();
    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void deliversNoMoreThanABatchAtOnce() {
    try (EventStream events = conntrack.events(OPTIONS.batchSize(16))) {
      flows.create(100);
      int resynced = 0;
      while (events.statistics().resyncs() == 0) {
        int delivered = events.poll((type, flow, origin) -> {}, Duration.ofSeconds(10));
        assertThat(delivered).isBetween(1, 16);
        resynced += delivered;
      }
      assertThat(resynced).isEqualTo(20 + 1 + 100 + 1);
    }
  }
}
