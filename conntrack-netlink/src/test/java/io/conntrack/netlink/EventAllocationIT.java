package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.conntrack.Allocation;
import io.conntrack.Conntrack;
import io.conntrack.Direction;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.FlowView;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Once warm, the callback form makes no object for an event. */
@KernelTest
class EventAllocationIT {

  private static final int BURST = 3_000;
  private static final int WARM_UP = 10;
  private static final int BURSTS = 20;

  @Test
  void makesNoObjectForAnEvent(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(EventOptions.of(NEW, DESTROY));
        NumberedFlows flows = NumberedFlows.open()) {
      Sum sum = new Sum();
      long allocated = 0;
      for (int burst = 0; burst < WARM_UP + BURSTS; burst++) {
        flows.create(BURST);
        long before = threads.getCurrentThreadAllocatedBytes();
        while (events.poll(sum, Duration.ZERO) > 0) {}
        allocated += burst < WARM_UP ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
      }

      assertThat(sum.events).isEqualTo((WARM_UP + BURSTS) * (long) BURST);
      assertThat(allocated / (double) (BURSTS * BURST)).isLessThan(Allocation.NOTHING);
    }
  }

  /** Reads what every event carries. */
  private static final class Sum implements EventHandler {

    private long events;

    @SuppressWarnings("UnusedVariable") // so that nothing that is read can be left out
    private long sum;

    @Override
    public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
      events++;
      sum += origin.portId() + origin.namespace().length() + (origin.isResync() ? 1 : 0);
      sum += flow.original().sourceLow() + flow.reply().sourceLow() + flow.eventNanos();
      sum += flow.statusBits() + flow.timeoutSeconds() + flow.bytes(Direction.ORIGINAL);
    }
  }
}
