package io.conntrack.netlink;

import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of events ends at once wherever it is closed, and holds nothing then. */
@KernelTest
class EventsClosingIT {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
  private static final EventHandler IGNORE = (type, flow, origin) -> {};

  private Conntrack conntrack;
  private EventStream events;
  private long before;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    before = OpenSockets.count();
    events = conntrack.events(EventOptions.of(NEW));
  }

  @AfterEach
  void close() {
    events.close();
    conntrack.close();
  }

  @Test
  void endsAnIterationThatWaits() throws Exception {
    Waiting<Boolean> waiting = Waiting.start(() -> events.iterator().hasNext());

    events.close();

    assertThat(waiting.result()).isFalse();
    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void endsAPollThatWaits() throws Exception {
    Waiting<Object> waiting = Waiting.start(() -> events.poll(FOREVER));

    events.close();

    assertThat(waiting.failure())
        .isInstanceOf(ConntrackClosedException.class)
        .hasMessage("events: closed - open another one");
    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void endsAPollOfAHandlerThatWaits() throws Exception {
    Waiting<Object> waiting = Waiting.start(() -> events.poll(IGNORE, Duration.ofDays(1)));

    events.close();

    assertThat(waiting.failure()).isInstanceOf(ConntrackClosedException.class);
  }

  @Test
  void endsWithTheConntrack() throws Exception {
    Waiting<Boolean> waiting = Waiting.start(() -> events.iterator().hasNext());

    conntrack.close();

    assertThat(waiting.result()).isFalse();
  }

  @Test
  void wakesAConsumerForAnEvent() throws Exception {
    Waiting<ConntrackEvent> waiting = Waiting.start(() -> events.iterator().next());

    conntrack.table().create(SampleFlows.plain(Tuple.udp("10.0.0.1", 1, "10.0.0.2", 2)));

    assertThat(waiting.result().namespace()).isEmpty();
  }

  @Test
  void refusesUseAfterClose() {
    Iterator<ConntrackEvent> iterator = events.iterator();
    events.close();
    events.close();

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> events.poll(Duration.ZERO));
    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> events.poll(IGNORE, Duration.ZERO));
    assertThat(iterator.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    assertThat(events.statistics().received()).isZero();
    assertThat(events.explain()).isNotEmpty();
  }

  @Test
  void refusesToOpenAStreamOfAClosedConntrack() {
    conntrack.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(() -> conntrack.events());
    assertThat(OpenSockets.count()).isLessThan(before);
  }

  @Test
  void letsAHandlerCloseIt() {
    try (NumberedFlows flows = NumberedFlows.open()) {
      flows.create(10);

      int delivered = events.poll((type, flow, origin) -> events.close(), Duration.ZERO);

      assertThat(delivered).isEqualTo(1);
      assertThat(events.iterator().hasNext()).isFalse();
    }
  }

  @Test
  void goesOnBehindTheEventAtWhichAHandlerThrew() {
    try (NumberedFlows flows = NumberedFlows.open()) {
      flows.create(3);

      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  events.poll(
                      (type, flow, origin) -> {
                        throw new IllegalStateException("mine");
                      },
                      Duration.ZERO))
          .withMessage("mine");
      assertThat(Drained.flows(events))
          .extracting(event -> NumberedFlows.number(event.flow()))
          .containsExactly(1, 2);
    }
  }

  @Test
  void refusesASecondConsumer() throws Exception {
    Waiting<Boolean> waiting = Waiting.start(() -> events.iterator().hasNext());

    assertThatIllegalStateException()
        .isThrownBy(() -> events.poll(Duration.ZERO))
        .withMessage("events are being consumed already, by another thread or around this handler");

    events.close();
    assertThat(waiting.result()).isFalse();
  }

  @Test
  void refusesAHandlerThatConsumes() {
    try (NumberedFlows flows = NumberedFlows.open()) {
      flows.create(2);

      assertThatIllegalStateException()
          .isThrownBy(
              () -> events.poll((type, flow, origin) -> events.poll(Duration.ZERO), Duration.ZERO));
    }
  }

  @Test
  void survivesAnyOrderOfOpeningConsumingAndClosing() throws Exception {
    for (int i = 0; i < 200; i++) {
      EventStream stream = conntrack.events(EventOptions.of(NEW));
      Thread consumer = new Thread(() -> stream.forEach(event -> {}));
      consumer.start();
      stream.close();
      consumer.join();
    }
    events.close();
    assertThat(OpenSockets.count()).isEqualTo(before);
  }
}
