package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.ConntrackException;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventsLost;
import io.conntrack.FlowEvent;
import io.conntrack.LossPolicy;
import io.conntrack.Resynced;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream watches several network namespaces and tells them apart. */
@KernelTest
class EventNamespacesIT {

  private Conntrack conntrack;
  private Netns blue;
  private Netns red;
  private NumberedFlows here;
  private NumberedFlows inBlue;
  private NumberedFlows inRed;

  @BeforeEach
  void open(Netns netns) throws Exception {
    conntrack = Conntrack.open();
    blue = netns.another();
    red = netns.another();
    here = NumberedFlows.open();
    inBlue = blue.call(NumberedFlows::open);
    inRed = red.call(NumberedFlows::open);
  }

  @AfterEach
  void close() {
    inRed.close();
    inBlue.close();
    here.close();
    conntrack.close();
  }

  private EventOptions options() {
    return EventOptions.of(NEW, DESTROY).namespaces(List.of(blue.path(), red.path()));
  }

  @Test
  void saysInWhichNamespaceAnEventHappened() {
    try (EventStream events = conntrack.events(options())) {
      inBlue.create(3);
      here.create(1);
      inRed.create(2);

      Map<String, List<Integer>> numbers = new TreeMap<>();
      for (FlowEvent event : Drained.flows(events)) {
        numbers
            .computeIfAbsent(event.namespace(), name -> new java.util.ArrayList<>())
            .add(NumberedFlows.number(event.flow()));
      }
      assertThat(numbers)
          .containsOnly(
              Map.entry(blue.path().toString(), List.of(0, 1, 2)),
              Map.entry(red.path().toString(), List.of(0, 1)));
    }
  }

  @Test
  void watchesTheOwnNamespaceAmongOthersByItsFile() {
    Path own = Path.of("/proc/thread-self/ns/net");
    try (EventStream events =
        conntrack.events(EventOptions.of(NEW).namespaces(List.of(own, blue.path())))) {
      here.create(1);

      assertThat(Drained.flows(events))
          .extracting(FlowEvent::namespace)
          .containsExactly(own.toString());
    }
  }

  @Test
  void letsABusyNamespaceNotKeepAnotherFromItsTurn() throws Exception {
    try (EventStream events = conntrack.events(options().buffer(1_000, 1_000).batchSize(16))) {
      Map<String, Integer> handled = new ConcurrentHashMap<>();
      inBlue.create(500);
      inRed.create(1);

      events.poll(
          (type, flow, origin) -> handled.merge(origin.namespace(), 1, Integer::sum),
          Duration.ZERO);

      assertThat(handled)
          .containsOnly(Map.entry(blue.path().toString(), 16), Map.entry(red.path().toString(), 1));
    }
  }

  @Test
  void wakesForEachOfThem() throws Exception {
    try (EventStream events = conntrack.events(options())) {
      for (NumberedFlows flows : List.of(inRed, inBlue)) {
        Waiting<ConntrackEvent> waiting = Waiting.start(() -> events.iterator().next());
        flows.create(1);
        assertThat(waiting.result()).isInstanceOf(FlowEvent.class);
      }
      Waiting<Boolean> waiting = Waiting.start(() -> events.iterator().hasNext());
      conntrack.close();
      assertThat(waiting.result()).isFalse();
    }
  }

  @Test
  void countsTheLossesOfEachOnItsOwn() {
    try (EventStream events = conntrack.events(options().buffer(2, 2))) {
      inBlue.create(5);
      inRed.create(9);

      List<ConntrackEvent> losses =
          Drained.of(events).stream().filter(EventsLost.class::isInstance).toList();

      assertThat(losses)
          .extracting(event -> event.namespace() + " " + ((EventsLost) event).count())
          .containsExactlyInAnyOrder(blue.path() + " 3", red.path() + " 7");
      assertThat(events.statistics().bufferEvents()).isEqualTo(4);
    }
  }

  @Test
  void resyncsTheNamespaceThatLost() {
    try (EventStream events = conntrack.events(options().buffer(2, 2).policy(LossPolicy.RESYNC))) {
      inBlue.create(1);
      inRed.create(5);

      List<ConntrackEvent> all = Drained.until(events, Resynced.class::isInstance);

      Resynced resynced = (Resynced) all.get(all.size() - 1);
      assertThat(resynced.namespace()).isEqualTo(red.path().toString());
      assertThat(resynced.flows()).isEqualTo(5);
      assertThat(all)
          .filteredOn(event -> event instanceof FlowEvent e && e.isResync())
          .hasSize(5)
          .extracting(ConntrackEvent::namespace)
          .containsOnly(red.path().toString());
    }
  }

  @Test
  void saysWhichNamespaceCannotBeOpenedAndHoldsNothing() {
    long before = OpenSockets.count();
    Path missing = Path.of("/run/netns/no-such-namespace");

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(
            () -> conntrack.events(EventOptions.of(NEW).namespaces(List.of(blue.path(), missing))))
        .withMessageStartingWith(
            "events of " + missing + ": no network namespace is named \"no-such-namespace\"")
        .withMessageContaining("ENOENT");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                conntrack.events(
                    EventOptions.of(NEW).namespaces(List.of(blue.path(), Path.of("/dev/null")))))
        .withMessageContaining("/dev/null is no network namespace");
    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void holdsNothingWhenClosed() {
    long before = OpenSockets.count();
    conntrack.events(options()).close();

    assertThat(OpenSockets.count()).isEqualTo(before);
  }
}
