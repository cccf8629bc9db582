package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.FlowEvent;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With reliable delivery the kernel keeps what does not fit, and sends it again. */
@KernelTest
class ReliableEventsIT {

  private static final int FLOWS = 300;

  @Test
  void losesNoEndOfAFlow(Netns netns) throws Exception {
    EventOptions options = EventOptions.of(DESTROY).buffer(28, 28).reliable(true);
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(options);
        NumberedFlows flows = NumberedFlows.open()) {
      flows.create(FLOWS);
      for (int number = 0; number < FLOWS; number++) {
        conntrack.table().delete(NumberedFlows.tuple(number));
      }
      assertThat(conntrack.table().dump()).isEmpty();
      assertThat(netns.sysctl("net.netfilter.nf_conntrack_count"))
          .as("ended flows that the kernel keeps")
          .isGreaterThan(FLOWS / 2);

      Set<Integer> ended = new HashSet<>();
      while (ended.size() < FLOWS) {
        Optional<ConntrackEvent> event = events.poll(Duration.ofSeconds(20));
        ended.add(NumberedFlows.number(((FlowEvent) event.orElseThrow()).flow()));
      }
      assertThat(events.statistics().lost()).isZero();
    }
  }

  /** A new flow that did not fit is told as new when it changes. */
  @Test
  void tellsANewFlowLate() {
    EventOptions options = EventOptions.of(NEW).buffer(2, 2).reliable(true);
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(options);
        NumberedFlows flows = NumberedFlows.open()) {
      flows.create(5);
      assertThat(Drained.flows(events)).hasSize(2);

      conntrack.table().update(NumberedFlows.tuple(4), io.conntrack.FlowUpdate.mark(1));

      assertThat(Drained.flows(events))
          .extracting(event -> NumberedFlows.number(event.flow()))
          .containsExactly(4);
    }
  }
}
