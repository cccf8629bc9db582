package io.conntrack.netlink;

import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.EventsLostException;
import io.conntrack.FlowEvent;
import io.conntrack.FlowView;
import io.conntrack.LossPolicy;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that do not fit into the receive buffer are counted, exactly and in their place. */
@KernelTest
class OverrunIT {

  private static final int ROUNDS = 100;
  private static final int BUSY_FLOWS = 50_000;

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

  private EventStream events(int bufferEvents) {
    return conntrack.events(EventOptions.of(NEW).buffer(bufferEvents, bufferEvents).batchSize(8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 28, 115})
  void countsLossesThatComeWhileItIsReadInParts(int bufferEvents) {
    Random random = new Random(bufferEvents);
    Tally tally = new Tally();
    try (EventStream events = events(bufferEvents)) {
      for (int round = 0; round < ROUNDS; round++) {
        flows.create(random.nextInt(3 * bufferEvents + 2));
        for (int i = random.nextInt(2 * bufferEvents); i > 0; i--) {
          events.poll(Duration.ZERO).ifPresent(tally::take);
        }
        flows.create(random.nextInt(3 * bufferEvents + 2));
        takeAll(events, tally);

        assertThat(tally.lost).isEqualTo(DropCounters.sum());
        assertThat(tally.seen + tally.lost).isEqualTo(flows.created());
      }
      assertThat(events.statistics().lost()).isEqualTo(tally.lost);
      assertThat(events.statistics().overruns()).isEqualTo(tally.losses);
      assertThat(events.statistics().received()).isEqualTo(tally.seen);
    }
    assertThat(tally.losses).isGreaterThan(ROUNDS / 2);
    assertThat(tally.misplaced).isZero();
  }

  /**
   * With room for a few events only, two overruns may be too close to tell what belongs to which.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 28, 115})
  void countsLossesUnderLoad(int bufferEvents) throws Exception {
    Tally tally = new Tally();
    try (EventStream events = events(bufferEvents)) {
      Thread load = new Thread(() -> createInBursts(BUSY_FLOWS));
      load.start();
      while (load.isAlive()) {
        events.poll(Duration.ofMillis(1)).ifPresent(tally::take);
      }
      takeAll(events, tally);

      assertThat(tally.lost).isPositive().isEqualTo(DropCounters.sum());
      assertThat(tally.seen + tally.lost).isEqualTo(flows.created());
      assertThat(events.statistics().lost()).isEqualTo(tally.lost);
    }
    assertThat(tally.misplaced).isLessThanOrEqualTo(bufferEvents < 7 ? tally.losses : 0);
  }

  @Test
  void countsLossesUnderLoadInTheCallbackForm() throws Exception {
    Tally tally = new Tally();
    try (EventStream events = events(28)) {
      Thread load = new Thread(() -> createInBursts(BUSY_FLOWS));
      load.start();
      while (load.isAlive()) {
        events.poll(tally, Duration.ofMillis(1));
      }
      while (events.poll(tally, Duration.ZERO) > 0) {}

      assertThat(tally.lost).isPositive().isEqualTo(DropCounters.sum());
      assertThat(tally.seen + tally.lost).isEqualTo(flows.created());
    }
    assertThat(tally.misplaced).isZero();
  }

  private void createInBursts(int total) {
    Random random = new Random(total);
    while (flows.created() < total) {
      flows.create(random.nextInt(150));
      if (random.nextInt(3) == 0) {
        LockSupport.parkNanos(1);
      }
    }
  }

  private static void takeAll(EventStream events, Tally tally) {
    for (var next = events.poll(Duration.ZERO);
        next.isPresent();
        next = events.poll(Duration.ZERO)) {
      tally.take(next.get());
    }
  }

  @Test
  void saysBetweenWhichTimesEventsWereLost() {
    try (EventStream events = events(2)) {
      Instant before = Instant.now();
      flows.create(2);
      assertThat(events.poll(Duration.ZERO)).isPresent();
      flows.create(7);

      EventsLost lost = awaitLoss(events);
      Instant after = Instant.now();

      assertThat(lost.cause()).isEqualTo(EventsLost.Cause.OVERRUN);
      assertThat(lost.namespace()).isEmpty();
      assertThat(lost.since()).isBetween(before.minusMillis(20), lost.until());
      assertThat(lost.until()).isBetween(lost.since(), after.plusMillis(20));
    }
  }

  private static EventsLost awaitLoss(EventStream events) {
    while (true) {
      if (events.poll(Duration.ofSeconds(10)).orElseThrow() instanceof EventsLost lost) {
        return lost;
      }
    }
  }

  @Test
  void failsIfThatIsThePolicy() {
    EventOptions options = EventOptions.of(NEW).buffer(2, 2).policy(LossPolicy.FAIL);
    try (EventStream events = conntrack.events(options)) {
      flows.create(5);

      assertThat(events.poll(Duration.ZERO)).isPresent();
      assertThat(events.poll(Duration.ZERO)).isPresent();
      assertThatExceptionOfType(EventsLostException.class)
          .isThrownBy(() -> events.poll(Duration.ZERO))
          .withMessageStartingWith("events: 3 events lost (OVERRUN) between ")
          .withMessageEndingWith(
              " - read faster, choose a larger receive buffer, or another policy than FAIL")
          .satisfies(e -> assertThat(e.lost().count()).isEqualTo(3));
      assertThatExceptionOfType(ConntrackClosedException.class)
          .isThrownBy(() -> events.poll(Duration.ZERO));
    }
  }

  @Test
  void growsTheBufferAfterBurstsUpToItsLimit() {
    try (EventStream events = conntrack.events(EventOptions.of(NEW).buffer(16, 100))) {
      Tally tally = new Tally();
      assertThat(events.statistics().bufferEvents()).isEqualTo(16);

      for (int burst = 0; burst < 5; burst++) {
        flows.create(200);
        takeAll(events, tally);
      }

      assertThat(events.statistics().bufferEvents()).isEqualTo(100);
      assertThat(events.statistics().highWaterEvents()).isEqualTo(100);
      assertThat(events.statistics().clamp()).isEmpty();
      assertThat(tally.misplaced).isZero();
    }
  }

  /** The tests run without privilege outside of their own user namespace. */
  @Test
  void saysWhyTheBufferIsSmallerThanWanted() {
    try (EventStream events = conntrack.events(EventOptions.of(NEW).buffer(700_000, 800_000))) {
      long events1 = events.statistics().bufferEvents();

      assertThat(events1).isLessThan(700_000);
      assertThat(events.statistics().clamp().orElseThrow())
          .startsWith("the receive buffer holds " + events1 + " events instead of 700000")
          .contains("net.core.rmem_max is ")
          .contains("sysctl -w net.core.rmem_max=448000000")
          .endsWith("or give the process CAP_NET_ADMIN in the initial user namespace");
    }
  }

  /** Compares the gaps in the numbers of flows with the losses between them. */
  private static final class Tally implements EventHandler {

    private long seen;
    private long lost;
    private int losses;
    private int misplaced;
    private long next;

    void take(ConntrackEvent event) {
      if (event instanceof FlowEvent e) {
        onFlow(e.type(), e.flow(), null);
      } else if (event instanceof EventsLost e) {
        onLost(e);
      }
    }

    @Override
    public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
      int number = NumberedFlows.number(flow);
      seen++;
      misplaced += number == next ? 0 : 1;
      next = number + 1L;
    }

    @Override
    public void onLost(EventsLost event) {
      losses++;
      lost += event.count();
      next += event.count();
    }
  }
}
