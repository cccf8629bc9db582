package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.FlowView;
import io.conntrack.LossPolicy;
import io.conntrack.Resynced;
import io.conntrack.netlink.testing.KernelTest;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stream that is read for long, overruns now and then and is resynced takes no more memory and no
 * more descriptors at the end than at the start. {@code -Dconntrack.soak.rounds=100000} makes it
 * long.
 */
@KernelTest
@Timeout(value = 7, unit = TimeUnit.DAYS)
class EventSoakIT {

  private static final int ROUNDS = Integer.getInteger("conntrack.soak.rounds", 40);
  private static final int FLOWS = 300;
  private static final int BUFFER = 1_000; // events; holds those of some rounds
  private static final int OVERRUN_EVERY = 8; // rounds
  private static final long HEAP_TOLERANCE = 8 << 20;

  @Test
  void staysAsSmallAsItBegan() {
    EventOptions options =
        EventOptions.of(NEW, DESTROY).buffer(BUFFER, BUFFER).policy(LossPolicy.RESYNC);
    try (Conntrack conntrack = Conntrack.open();
        NumberedFlows flows = NumberedFlows.open();
        EventStream events = conntrack.events(options)) {
      Count count = new Count();
      warmUp(conntrack, flows, events, count);
      long heap = usedHeap();
      long direct = usedDirectMemory();
      long descriptors = OpenSockets.count();

      for (int round = 0; round < ROUNDS; round++) {
        play(round, conntrack, flows, events, count);
        assertThat(OpenSockets.count()).isEqualTo(descriptors);
      }

      assertThat(count.events + count.lost).isEqualTo(2L * flows.created());
      assertThat(count.lost).isPositive().isEqualTo(DropCounters.sum());
      assertThat(count.resyncs).isPositive();
      assertThat(usedHeap() - heap).isLessThan(HEAP_TOLERANCE);
      assertThat(usedDirectMemory() - direct).isLessThan(HEAP_TOLERANCE);
    }
  }

  private static void warmUp(
      Conntrack conntrack, NumberedFlows flows, EventStream events, Count count) {
    for (int round = 0; round < 2 * OVERRUN_EVERY; round++) {
      play(round, conntrack, flows, events, count);
    }
  }

  private static void play(
      int round, Conntrack conntrack, NumberedFlows flows, EventStream events, Count count) {
    boolean overrun = round % OVERRUN_EVERY == 0;
    flows.create(overrun ? 2 * BUFFER : FLOWS);
    takeAll(events, count);
    while (count.isBehind) {
      events.poll(count, Duration.ofSeconds(10));
    }
    conntrack.table().flush();
    takeAll(events, count);
    while (count.isBehind) {
      events.poll(count, Duration.ofSeconds(10));
    }
    try (EventStream another = conntrack.events()) {
      assertThat(another.poll(Duration.ZERO)).isEmpty();
    }
  }

  private static void takeAll(EventStream events, Count count) {
    while (events.poll(count, Duration.ZERO) > 0) {}
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long usedDirectMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Counts what a stream delivers. */
  private static final class Count implements EventHandler {

    private long events;
    private long lost;
    private long resyncs;
    private boolean isBehind;

    @Override
    public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
      events += origin.isResync() ? 0 : 1;
    }

    @Override
    public void onLost(EventsLost event) {
      lost += event.count();
      isBehind = true;
    }

    @Override
    public void onResynced(Resynced resynced) {
      resyncs++;
      isBehind = false;
    }
  }
}
