package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Law;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to the table, in whatever order events, dumps and look-ups show it: in a quiet
 * moment the mirror is the table, and listeners were told exactly how it became so.
 *
 * <p>One thread plays all parts. The kernel acts and the follower reads between any two steps of a
 * dump or a look-up, as the seed wills it.
 */
class SimulationTest {

  private static final int QUIET_MOMENTS = 4;

  @Law
  void isTheTableInEachQuietMoment(long seed) {
    new Simulation(seed, FlowFilter.any()).run();
  }

  @Law
  void isWhatAFilterSelectsOfTheTable(long seed) {
    new Simulation(seed, FlowFilter.mark(1)).run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void isWhatAFilterSelectsByWhatEventsDoNotAlwaysCarry(long seed) {
    FlowFilter labelled =
        FlowFilter.of(flow -> flow.has(FlowAttribute.LABELS) && flow.labelsLow() % 2 == 0);
    new Simulation(seed, labelled).run();
  }

  /** One life of a table and its mirror. */
  private static final class Simulation implements ReadOnlyTable, LiveTableListener {

    private final long seed;
    private final Random random;
    private final FlowFilter filter;
    private final SimulatedKernel kernel;
    private final FlowStore store = new FlowStore();
    private final Progress progress = new Progress();
    private final Tally tally = new Tally();
    private final Reconciler reconciler;
    private final Repairer repairer;
    private final Map<FlowKey, Flow> told = new HashMap<>();
    private long now;
    private boolean quiet;

    Simulation(long seed, FlowFilter filter) {
      this.seed = seed;
      random = new Random(seed);
      this.filter = filter;
      kernel = new SimulatedKernel(random, 3 + random.nextInt(20));
      LiveTableOptions options = LiveTableOptions.builder().filter(filter).listener(this).build();
      reconciler =
          new Reconciler(
              store,
              options,
              new Listeners(options.listeners(), tally),
              progress,
              tally,
              () -> now);
      repairer = new Repairer(this, options, store, reconciler, progress, tally, () -> now);
    }

    void run() {
      for (int i = 0; i < 20; i++) {
        kernel.act(); // nobody hears it
      }
      kernel.listen();
      for (int moment = 0; moment < QUIET_MOMENTS; moment++) {
        live();
        settle();
        check();
      }
      assertThat(tally.lostEvents.get()).isEqualTo(kernel.allDropped());
      assertThat(tally.listenerFailures.get()).isZero();
    }

    private void live() {
      quiet = false;
      for (int i = 0; i < 60; i++) {
        interleave();
        if (random.nextInt(10) == 0) {
          repairer.repair();
        }
      }
    }

    /** The kernel acts no more, and the mirror does all that it has to do. */
    private void settle() {
      quiet = true;
      boolean busy = true;
      while (busy) {
        busy = kernel.hasNews();
        kernel.deliver(reconciler);
        busy |= repairer.repair();
      }
      assertThat(progress.state()).isEqualTo(LiveTableState.IN_STEP);
      assertThat(tally.openQuestions.get()).isZero();
    }

    private void check() {
      Map<FlowKey, Flow> expected = new HashMap<>();
      kernel
          .flows()
          .forEach(
              (key, flow) -> {
                if (filter.test(flow)) {
                  expected.put(key, comparable(flow));
                }
              });
      Map<FlowKey, Flow> mirrored = new HashMap<>();
      StreamSupport.stream(store.spliterator(), false)
          .forEach(flow -> mirrored.put(FlowKey.of(flow), comparable(flow)));
      assertThat(differences(expected, mirrored)).as("seed " + seed).isEmpty();
      assertThat(told).isEqualTo(mirrored);
      assertThat(store.size()).isEqualTo(expected.size());
      assertThat(silent()).isEqualTo(tally.silentFlows.get());
    }

    private static List<String> differences(
        Map<FlowKey, Flow> expected, Map<FlowKey, Flow> mirrored) {
      Set<FlowKey> keys = new HashSet<>(expected.keySet());
      keys.addAll(mirrored.keySet());
      keys.removeIf(key -> Objects.equals(expected.get(key), mirrored.get(key)));
      return keys.stream()
          .map(key -> "is " + expected.get(key) + ", mirrored as " + mirrored.get(key))
          .toList();
    }

    private long silent() {
      Set<MirroredFlow> silent = new HashSet<>();
      store.forEach(
          flow -> {
            if (!flow.hasSpoken()) {
              silent.add(flow);
            }
          });
      return silent.size();
    }

    private static Flow comparable(FlowView flow) {
      FlowBuffer comparable = new FlowBuffer();
      comparable.copy(flow);
      comparable.remove(FlowAttribute.START);
      return Flow.copyOf(comparable);
    }

    private void interleave() {
      while (random.nextInt(3) > 0) {
        if (!quiet && random.nextInt(2) == 0) {
          kernel.act();
        } else {
          kernel.deliver(reconciler);
        }
      }
    }

    /** Flows are shown as they were when their datagram was filled. */
    @Override
    public void scan(FlowFilter selected, Consumer<? super FlowView> action) {
      List<Flow> datagram = new ArrayList<>();
      int room = 0;
      for (FlowKey key : kernel.keysOfADump(key -> reconciler.known(key) != null)) {
        if (room == 0) {
          datagram.forEach(action);
          datagram.clear();
          room = 1 + random.nextInt(5);
        }
        Flow flow = SimulatedKernel.shown(kernel.flows().get(key));
        if (flow != null && selected.test(flow)) {
          datagram.add(flow);
        }
        room--;
        interleave();
      }
      datagram.forEach(action);
    }

    @Override
    public Optional<Flow> get(Tuple tuple, Zone zone) {
      interleave();
      Optional<Flow> found = kernel.lookUp(tuple, zone);
      interleave();
      return found;
    }

    @Override
    public long count() {
      return kernel.flows().size();
    }

    @Override
    public void onAdded(Flow flow, ChangeCause cause) {
      assertThat(told.put(FlowKey.of(flow), comparable(flow))).isNull();
    }

    @Override
    public void onChanged(Flow before, Flow after, ChangeCause cause) {
      assertThat(told.put(FlowKey.of(after), comparable(after))).isEqualTo(comparable(before));
    }

    @Override
    public void onRemoved(Flow flow, ChangeCause cause) {
      assertThat(told.remove(FlowKey.of(flow))).isNotNull();
    }
  }
}
