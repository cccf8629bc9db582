package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.Labels;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A mirror of a table that a test fills, and what happens while the mirror reads it. */
abstract class ScriptedMirror {

  static final Flow FLOW =
      Flows.tcp(1)
          .id(FlowId.of(1))
          .mark(0)
          .status(Status.CONFIRMED)
          .timeout(Duration.ofSeconds(30))
          .build();
  static final Flow LABELLED = FLOW.toBuilder().labels(Labels.of(3)).build();
  static final long REQUESTER = 4711;

  final Map<Tuple, Flow> table = new LinkedHashMap<>();
  final Recorder recorder = new Recorder();
  final FlowStore store = new FlowStore();
  final Progress progress = new Progress();
  final Tally tally = new Tally();
  final LiveTableOptions options =
      LiveTableOptions.builder()
          .listener(recorder)
          .silence(Duration.ofSeconds(60))
          .audit(Duration.ofSeconds(600))
          .build();
  final Listeners listeners = new Listeners(options.listeners(), tally);
  final Reconciler reconciler =
      new Reconciler(store, options, listeners, progress, tally, () -> this.seconds);
  final Repairer repairer =
      new Repairer(new Table(), options, store, reconciler, progress, tally, () -> this.seconds);
  long seconds;
  Runnable duringScan = () -> {};
  Runnable duringLookup = () -> {};

  /** Shows the flows as they were when a dump or look-up began, then lets something happen. */
  final class Table implements ReadOnlyTable {

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

  void put(Flow flow) {
    table.put(flow.original(), flow);
  }

  void tell(EventType type, Flow flow) {
    reconciler.event(type, flow, 0);
  }

  void settle() {
    for (int i = 0; i < 10; i++) {
      repairer.repair();
    }
    assertThat(progress.state()).isEqualTo(LiveTableState.IN_STEP);
    recorder.flows().clear();
  }

  Flow mirrored() {
    return StreamSupport.stream(store.spliterator(), false).findAny().orElseThrow();
  }

  static Flow without(Flow flow, FlowAttribute... attributes) {
    FlowBuffer buffer = new FlowBuffer();
    buffer.copy(flow);
    for (FlowAttribute attribute : attributes) {
      buffer.remove(attribute);
    }
    return Flow.copyOf(buffer);
  }
}
