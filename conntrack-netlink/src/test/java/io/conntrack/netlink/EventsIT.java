package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static io.conntrack.EventType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.FlowEvent;
import io.conntrack.FlowUpdate;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events tell what happened to flows. */
@KernelTest
class EventsIT {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);

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
    try (EventStream events = conntrack.events(EventOptions.of(NEW, UPDATE, DESTROY))) {
      conntrack.table().create(SampleFlows.plain(TCP));
      conntrack.table().update(TCP, FlowUpdate.mark(7));
      conntrack.table().delete(TCP);

      List<ConntrackEvent> all = drain(events);

      assertThat(all)
          .extracting(event -> ((FlowEvent) event).type())
          .containsExactly(EventType.NEW, EventType.UPDATE, EventType.DESTROY);
    }
  }

  private static List<ConntrackEvent> drain(EventStream events) {
    List<ConntrackEvent> all = new ArrayList<>();
    while (true) {
      var event = events.poll(Duration.ZERO);
      if (event.isEmpty()) {
        return all;
      }
      all.add(event.get());
    }
  }
}
