package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.Flows;
import io.conntrack.Mark;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dumps and look-ups make good, and what they must not spoil. */
class RepairerTest extends ScriptedMirror {

  @Test
  void doesNotBringBackAFlowThatEndedBeforeItsImageWasRead() {
    put(FLOW);
    duringScan =
        () -> {
          table.clear();
          tell(EventType.DESTROY, FLOW);
        };

    settle();

    assertThat(store.size()).isZero();
    assertThat(tally.lookups).hasValue(1);
  }

  @Test
  void findsTheSuccessorOfAFlowThatEndedBeforeItsImageWasRead() {
    put(FLOW);
    Flow successor = FLOW.toBuilder().mark(9).build();
    duringScan =
        () -> {
          tell(EventType.DESTROY, FLOW);
          put(successor);
        };

    settle();

    assertThat(mirrored()).isEqualTo(successor);
  }

  @Test
  void prefersAnEventToAnImageThatMayBeOlder() {
    put(FLOW);
    settle();
    duringScan = () -> tell(EventType.UPDATE, FLOW.toBuilder().mark(5).build());

    progress.requestDump();
    repairer.repair();

    assertThat(mirrored().mark()).contains(Mark.of(5));
  }

  @Test
  void looksUpWhatTheDumpDoesNotShowBeforeItRemovesIt() {
    put(FLOW);
    settle();
    Map<Tuple, Flow> hidden = new LinkedHashMap<>(table);
    table.clear();
    duringScan = () -> table.putAll(hidden);

    reconciler.lost(1);
    settle();

    assertThat(mirrored()).isEqualTo(FLOW);
    assertThat(tally.lookups).hasValue(1);
  }

  @Test
  void removesWhatNeitherDumpNorLookupShows() {
    put(FLOW);
    settle();
    table.clear();

    reconciler.lost(1);
    repairer.repair();

    assertThat(recorder.flows()).containsExactly("RESYNC removed 1025");
    assertThat(progress.state()).isEqualTo(LiveTableState.IN_STEP);
  }

  @Test
  void doesNotBringBackAFlowThatEndedWhileItWasLookedUp() {
    settle();
    Flow changed = FLOW.toBuilder().mark(1).build();
    put(changed);
    tell(EventType.UPDATE, changed);
    duringLookup =
        () -> {
          table.clear();
          tell(EventType.DESTROY, changed);
        };

    settle();

    assertThat(store.size()).isZero();
  }

  @Test
  void asksAgainWhatChangedWhileItWasLookedUp() {
    put(LABELLED);
    settle();
    put(FLOW);
    tell(EventType.UPDATE, FLOW); // says nothing of labels
    duringLookup = () -> tell(EventType.UPDATE, FLOW.toBuilder().mark(4).build());

    settle();

    assertThat(tally.lookups).hasValue(2);
    assertThat(mirrored()).isEqualTo(FLOW);
  }

  @Test
  void looksUpAStaleFlowThatAnEventOnlyPartlyUpdates() {
    put(FLOW);
    settle();
    Flow changed = FLOW.toBuilder().tcpState(TcpState.TIME_WAIT).mark(3).build();
    put(changed);
    duringScan = () -> tell(EventType.UPDATE, without(changed, FlowAttribute.TCP_STATE));

    reconciler.lost(1); // the event of the state
    settle();

    assertThat(mirrored()).isEqualTo(changed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 110_000})
  void asksForEachUnknownImageWhenTooManyFlowsEndedDuringTheDump(int ended) {
    put(FLOW);
    duringScan =
        () -> {
          for (int i = 0; i < ended; i++) {
            tell(EventType.DESTROY, Flows.tcp(10 + i).build());
          }
        };

    settle();

    assertThat(mirrored()).isEqualTo(FLOW);
    assertThat(tally.lookups).hasValue(ended > 100_000 ? 1 : 0);
  }

  @Test
  void looksUpASilentFlowWhenItsTimeIsOver() {
    put(FLOW);
    settle();
    table.clear();

    pass(30);
    assertThat(store.size()).isEqualTo(1);
    pass(2);

    assertThat(store.size()).isZero();
    assertThat(recorder.flows()).containsExactly("RESYNC removed 1025");
    assertThat(tally.silentFlows).hasValue(0);
  }

  @Test
  void findsOutThatASilentFlowHasChanged() {
    put(FLOW.toBuilder().timeout(Duration.ofDays(5)).build());
    settle();
    put(FLOW.toBuilder().timeout(Duration.ofDays(5)).mark(1).build());

    pass(59);
    assertThat(recorder.flows()).isEmpty();
    pass(1);

    assertThat(recorder.flows()).containsExactly("RESYNC changed 1025 mark 0 to 1");
  }

  @Test
  void doesNotLookUpAFlowThatEventsTellOf() {
    settle();
    put(FLOW);
    tell(EventType.NEW, FLOW);

    pass(500);

    assertThat(tally.lookups).hasValue(0);
  }

  @Test
  void comparesItselfWithADumpFromTimeToTime() {
    settle();
    put(FLOW); // nobody tells

    pass(599);
    repairer.repair();
    assertThat(store.size()).isZero();
    pass(1);
    repairer.repair();

    assertThat(mirrored()).isEqualTo(FLOW);
  }

  private void pass(long time) {
    seconds += time;
    repairer.patrol();
  }
}
