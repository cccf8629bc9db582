package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Counters;
import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.Labels;
import io.conntrack.Mark;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer makes of messages that come in an order that nobody guarantees. */
class ReconcilerTest {

  private static final Flow FLOW =
      Flows.tcp(1)
          .id(FlowId.of(1))
          .mark(0)
          .status(Status.CONFIRMED)
          .timeout(Duration.ofSeconds(30))
          .build();
  private static final Flow LABELLED = FLOW.toBuilder().labels(Labels.of(3)).build();
  private static final long REQUESTER = 4711;

  private final Map<Tuple, Flow> table = new LinkedHashMap<>();
  private final Recorder recorder = new Recorder();
  private final FlowStore store = new FlowStore();
  private final Progress progress = new Progress();
  private final Tally tally = new Tally();
  private final LiveTableOptions options =
      LiveTableOptions.builder()
          .listener(recorder)
          .silence(Duration.ofSeconds(60))
          .audit(Duration.ofSeconds(600))
          .build();
  private final Listeners listeners = new Listeners(options.listeners(), tally);
  private final Reconciler reconciler =
      new Reconciler(store, options, listeners, progress, tally, () -> this.seconds);
  private final Repairer repairer =
      new Repairer(new Table(), options, store, reconciler, progress, tally, () -> this.seconds);
  private long seconds;
  private Runnable duringScan = () -> {};
  private Runnable duringLookup = () -> {};

  /** Shows the flows as they were when a dump or look-up began, then lets something happen. */
  private final class Table implements ReadOnlyTable {

    @Override
    public void scan(FlowFilter filter, Consumer<? super FlowView> action) {
      Map<Tuple, Flow> image = new LinkedHashMap<>(table);
      duringScan.run();
      image.values().forEach(action);
    }

    @Override
    public Optional<Flow> get(Tuple tuple, Zone zone) {
      Optional<Flow> found = Optional.ofNullable(table.get(tuple));
      Runnable once = duringLookup;
      duringLookup = () -> {};
      once.run();
      return found;
    }

    @Override
    public long count() {
      return table.size();
    }
  }

  private void put(Flow flow) {
    table.put(flow.original(), flow);
  }

  private void tell(EventType type, Flow flow) {
    reconciler.event(type, flow, 0);
  }

  private void settle() {
    for (int i = 0; i < 10; i++) {
      repairer.repair();
    }
    assertThat(progress.state()).isEqualTo(LiveTableState.IN_STEP);
    recorder.flows().clear();
  }

  private Flow mirrored() {
    return StreamSupport.stream(store.spliterator(), false).findAny().orElseThrow();
  }

  private static Flow without(Flow flow, FlowAttribute... attributes) {
    FlowBuffer buffer = new FlowBuffer();
    buffer.copy(flow);
    for (FlowAttribute attribute : attributes) {
      buffer.remove(attribute);
    }
    return Flow.copyOf(buffer);
  }

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
