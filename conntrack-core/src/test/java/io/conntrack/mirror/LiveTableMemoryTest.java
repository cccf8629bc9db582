package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowId;
import io.conntrack.Flows;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A mirror of many flows takes little memory and gives it back. */
class LiveTableMemoryTest {

  private static final int FLOWS = 100_000;
  private static final long MOST_BYTES_PER_FLOW = 250;

  private final LiveTableOptions options = LiveTableOptions.DEFAULT;
  private final Tally tally = new Tally();
  private final FlowStore store = new FlowStore();
  private final Reconciler reconciler =
      new Reconciler(
          store,
          options,
          new Listeners(options.listeners(), tally),
          new Progress(),
          tally,
          () -> 0);

  private static Flow flow(int number) {
    return Flows.tcp(number)
        .id(FlowId.of(number))
        .mark(0)
        .status(Status.CONFIRMED.with(Status.SEEN_REPLY).with(Status.ASSURED))
        .protocolInfo(
            new TcpInfo(
                TcpState.ESTABLISHED, new TcpInfo.Peer(7, 0x23, 0), new TcpInfo.Peer(7, 0x23, 0)))
        .build();
  }

  @Test
  void takesLessThanItsShareForEachFlow() {
    long before = usedHeap();

    reconciler.beginDump();
    for (int i = 0; i < FLOWS; i++) {
      reconciler.image(Flows.buffer(flow(i).toBuilder()));
    }

    assertThat((usedHeap() - before) / FLOWS).isBetween(100L, MOST_BYTES_PER_FLOW);
    assertThat(store.size()).isEqualTo(FLOWS);
  }

  @Test
  void staysAsSmallWhenFlowsComeAndGo() {
    for (int i = 0; i < FLOWS; i++) {
      reconciler.event(EventType.NEW, flow(i), 0);
    }
    long before = usedHeap();

    for (int i = FLOWS; i < 3 * FLOWS; i++) {
      reconciler.event(EventType.DESTROY, flow(i - FLOWS), 0);
      reconciler.event(EventType.NEW, flow(i), 0);
    }
    assertThat(usedHeap() - before).isLessThan(FLOWS * 30L);

    for (int i = 2 * FLOWS; i < 3 * FLOWS; i++) {
      reconciler.event(EventType.DESTROY, flow(i), 0);
    }
    assertThat(store.size()).isZero();
    assertThat(before - usedHeap()).isGreaterThan(FLOWS * 100L);
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
