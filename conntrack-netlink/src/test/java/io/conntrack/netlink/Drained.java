package io.conntrack.netlink;

import io.conntrack.ConntrackEvent;
import io.conntrack.EventStream;
import io.conntrack.ExpectationEvent;
import io.conntrack.FlowEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes what a stream of events has. */
final class Drained {

  private static final Duration SOON = Duration.ofSeconds(20);

  private Drained() {}

  /** Returns what is queued. */
  static List<ConntrackEvent> of(EventStream events) {
    List<ConntrackEvent> all = new ArrayList<>();
    Optional<ConntrackEvent> next = events.poll(Duration.ZERO);
    while (next.isPresent()) {
      all.add(next.get());
      next = events.poll(Duration.ZERO);
    }
    return all;
  }

  /** Returns the events of flows that are queued; there must be no others. */
  static List<FlowEvent> flows(EventStream events) {
    return of(events).stream().map(FlowEvent.class::cast).toList();
  }

  /** Returns the events of expectations that are queued. */
  static List<ExpectationEvent> expectations(EventStream events) {
    return of(events).stream()
        .filter(ExpectationEvent.class::isInstance)
        .map(ExpectationEvent.class::cast)
        .toList();
  }

  /** Returns everything up to the first event that fulfils a condition, which must come soon. */
  static List<ConntrackEvent> until(EventStream events, Predicate<ConntrackEvent> last) {
    List<ConntrackEvent> all = new ArrayList<>();
    do {
      all.add(events.poll(SOON).orElseThrow());
    } while (!last.test(all.get(all.size() - 1)));
    return all;
  }
}
