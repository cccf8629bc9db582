package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Counters;
import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowId;
import io.conntrack.Labels;
import io.conntrack.Mark;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.spi.FlowBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the writer makes of events that come in an order that nobody guarantees. */
class ReconcilerTest extends ScriptedMirror {

  @Test
  void looksUpTheLabelsThatAnUpdateByPacketsDoesNotTell() {
    put(LABELLED);
    settle();

    tell(EventType.UPDATE, FLOW);
    assertThat(mirrored().labels()).contains(Labels.of(3));
    settle();

    assertThat(mirrored().labels()).contains(Labels.of(3));
    assertThat(tally.lookups).hasValue(1);
  }

  @Test
  void knowsThatAnUpdateByRequestWithoutLabelsClearedThem() {
    put(LABELLED);
    settle();

    reconciler.event(EventType.UPDATE, FLOW, REQUESTER);

    assertThat(mirrored().labels()).isEmpty();
    assertThat(reconciler.hasQuestions()).isFalse();
  }

  @Test
  void takesAnAbsentMarkForZero() {
    put(FLOW.toBuilder().mark(7).build());
    settle();

    tell(EventType.UPDATE, without(FLOW, FlowAttribute.MARK));

    assertThat(mirrored().mark()).contains(Mark.of(0));
  }

  @Test
  void takesAnAbsentHelperForNone() {
    put(FLOW.toBuilder().helper("ftp").build());
    settle();

    tell(EventType.UPDATE, FLOW);

    assertThat(mirrored().helper()).isEmpty();
  }

  @Test
  void keepsTheStateThatAnUpdateDoesNotTell() {
    put(FLOW);
    settle();

    tell(EventType.UPDATE, without(FLOW, FlowAttribute.TCP_STATE));

    assertThat(mirrored().tcpState()).contains(TcpState.ESTABLISHED);
    assertThat(reconciler.hasQuestions()).isFalse();
  }

  @Test
  void neverKeepsWhatBelongsToTheMessage() {
    FlowBuffer told = new FlowBuffer();
    told.copy(FLOW);
    told.use(2);
    told.eventTime(5);
    put(Flow.copyOf(told));
    settle();
    assertThat(mirrored()).isEqualTo(FLOW);

    tell(EventType.UPDATE, Flow.copyOf(told));
    assertThat(mirrored()).isEqualTo(FLOW);
  }

  @Test
  void leavesTimeoutAndStateOutOfAnOffloadedFlowAsADumpDoes() {
    put(FLOW);
    settle();

    tell(
        EventType.UPDATE, FLOW.toBuilder().status(Status.CONFIRMED.with(Status.OFFLOADED)).build());

    assertThat(mirrored().timeout()).isEmpty();
    assertThat(mirrored().protocolInfo()).isEmpty();
  }

  @Test
  void addsAnUnknownFlowThatChangedAndLooksUpTheRest() {
    settle();
    put(LABELLED);

    tell(EventType.UPDATE, FLOW);
    assertThat(mirrored()).isEqualTo(FLOW);
    settle();

    assertThat(mirrored()).isEqualTo(LABELLED);
  }

  @Test
  void looksUpTheMasterThatALateUpdateDoesNotTell() {
    settle();
    Flow expected =
        FLOW.toBuilder()
            .status(Status.CONFIRMED.with(Status.EXPECTED))
            .master(Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 21))
            .build();
    put(expected);

    tell(EventType.NEW, without(expected, FlowAttribute.MASTER));
    settle();

    assertThat(mirrored()).isEqualTo(expected);
  }

  @Test
  void replacesAFlowWhoseEndItMissed() {
    put(FLOW);
    settle();
    Flow successor = FLOW.toBuilder().id(FlowId.of(2)).build();
    put(successor);

    tell(EventType.NEW, successor);

    assertThat(recorder.flows()).containsExactly("EVENT removed 1025", "EVENT added 1025");
    assertThat(mirrored()).isEqualTo(successor);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void recognisesASuccessorWithTheSameIdByItsStart() {
    Flow started = FLOW.toBuilder().start(Instant.ofEpochSecond(100)).build();
    put(started);
    settle();
    FlowBuffer successor = new FlowBuffer();
    successor.copy(FLOW);
    successor.eventTime(200_000_000_000L);

    tell(EventType.NEW, Flow.copyOf(successor));

    assertThat(recorder.flows()).containsExactly("EVENT removed 1025", "EVENT added 1025");
    assertThat(mirrored().start()).isEmpty();
  }

  @Test
  void keepsTheStartOfAFlowWhoseImageCameBeforeItsEvent() {
    Flow started = FLOW.toBuilder().start(Instant.ofEpochSecond(100)).build();
    put(started);
    settle();
    FlowBuffer event = new FlowBuffer();
    event.copy(FLOW);
    event.eventTime(99_999_999_000L);

    tell(EventType.NEW, Flow.copyOf(event));

    assertThat(mirrored()).isEqualTo(started);
  }

  @Test
  void doesNotTakeTheEndOfAnotherFlowForTheEndOfThis() {
    put(FLOW);
    settle();

    tell(EventType.DESTROY, FLOW.toBuilder().id(FlowId.of(2)).build());
    settle();

    assertThat(mirrored()).isEqualTo(FLOW);
    assertThat(tally.lookups).hasValue(1);
  }

  @Test
  void tellsWithTheEndOfAFlowWhatItsLastEventSays() {
    put(LABELLED);
    settle();
    List<Flow> ended = new ArrayList<>();
    listeners.add(
        new LiveTableListener() {
          @Override
          public void onRemoved(Flow flow, ChangeCause cause) {
            ended.add(flow);
          }
        });

    Counters counters = new Counters(3, 300);
    tell(
        EventType.DESTROY,
        without(
            FLOW.toBuilder().counters(Direction.ORIGINAL, counters).build(),
            FlowAttribute.MARK,
            FlowAttribute.TIMEOUT));

    assertThat(ended)
        .containsExactly(LABELLED.toBuilder().counters(Direction.ORIGINAL, counters).build());
  }

  @ParameterizedTest
  @EnumSource(names = {"NEW", "UPDATE"})
  void doesNotBelieveInAFlowThatWasDyingWhenItsEventWasMade(EventType type) {
    settle();

    tell(EventType.DESTROY, FLOW);
    tell(type, FLOW.toBuilder().status(Status.CONFIRMED.with(Status.DYING)).build());
    settle();

    assertThat(store.size()).isZero();
  }
}
