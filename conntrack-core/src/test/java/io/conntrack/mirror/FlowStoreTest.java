package io.conntrack.mirror;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.Mark;
import io.conntrack.Protocol;
import io.conntrack.RandomFlows;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowStoreTest {

  private static final int FLOWS = 20_000;

  private final FlowStore store = new FlowStore();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsWhatAMapHolds(long seed) {
    Random random = new Random(seed);
    Map<FlowKey, MirroredFlow> model = new HashMap<>();
    List<Flow> candidates = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      candidates.add(Flow.copyOf(RandomFlows.next(random)));
    }
    for (int step = 0; step < 60_000; step++) {
      // Growing and shrinking by turns, so that arrays are replaced by longer and shorter ones.
      boolean growing = step / 6_000 % 2 == 0;
      Flow flow = candidates.get(random.nextInt(candidates.size()));
      MirroredFlow known = model.get(FlowKey.of(flow));
      if (known == null && random.nextInt(4) < (growing ? 3 : 1)) {
        model.put(FlowKey.of(flow), store.add(flow));
      } else if (known != null && random.nextInt(4) < (growing ? 1 : 3)) {
        store.remove(model.remove(FlowKey.of(flow)));
      }
      assertThat(store.find(flow)).isSameAs(model.get(FlowKey.of(flow)));
    }
    assertThat(store.size()).isEqualTo(model.size());
    assertThat(contents()).containsExactlyInAnyOrderElementsOf(flows(model));
    model.values().forEach(each -> assertThat(byReply(each)).isNotNull());
  }

  private static List<Flow> flows(Map<FlowKey, MirroredFlow> model) {
    return model.values().stream().map(MirroredFlow::liveFlow).toList();
  }

  private @Nullable MirroredFlow byReply(MirroredFlow flow) {
    Flow live = flow.liveFlow();
    return store.find(REPLY, live.reply(), live.zoneId(REPLY));
  }

  private List<Flow> contents() {
    return StreamSupport.stream(store.spliterator(), false).toList();
  }

  @Test
  void keepsZonesApart() {
    MirroredFlow inDefault = store.add(Flows.tcp().build());
    MirroredFlow inSeven = store.add(Flows.tcp().zone(Zone.of(7)).build());
    Tuple tuple = Flows.tcp().build().original();

    assertThat(store.find(ORIGINAL, tuple, 0)).isSameAs(inDefault);
    assertThat(store.find(ORIGINAL, tuple, 7)).isSameAs(inSeven);
    assertThat(store.find(ORIGINAL, tuple, 8)).isNull();
  }

  @Test
  void looksEachDirectionUpInItsOwnZone() {
    Flow flow = Flows.tcp().zone(Direction.REPLY, Zone.of(7)).build();
    MirroredFlow added = store.add(flow);

    assertThat(store.find(ORIGINAL, flow.original(), 0)).isSameAs(added);
    assertThat(store.find(ORIGINAL, flow.original(), 7)).isNull();
    assertThat(store.find(REPLY, flow.reply(), 7)).isSameAs(added);
    assertThat(store.find(REPLY, flow.reply(), 0)).isNull();
  }

  @Test
  void findsTheSurvivorOfTwoFlowsWithTheSameReply() {
    Flow first = Flows.natted().build();
    Flow second =
        Flow.builder(Tuple.tcp("192.0.2.77", 1, "198.51.100.1", 443)).reply(first.reply()).build();
    MirroredFlow ended = store.add(first);
    MirroredFlow survivor = store.add(second);

    store.remove(ended);

    assertThat(store.find(REPLY, first.reply(), 0)).isSameAs(survivor);
  }

  @Test
  void splitsItsFlowsWithoutLosingOrRepeatingAny() {
    for (int i = 0; i < FLOWS; i++) {
      store.add(Flows.tcp(i).build());
    }

    List<Tuple> found =
        StreamSupport.stream(store.spliterator(), true).map(Flow::original).toList();

    assertThat(found).hasSize(FLOWS).doesNotHaveDuplicates();
  }

  /** What scans, port ranges and address ranges look like. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 8, 1 << 16})
  void spreadsNeighbours(int step) {
    TupleHash hash = new TupleHash(42);
    Set<Integer> slots = new HashSet<>();
    int count = 1 << 14;
    for (int i = 0; i < count; i++) {
      int number = i * step;
      Tuple tuple =
          Tuple.of(
              Protocol.TCP,
              IpAddress.v4(0x0a000000 + number / 7),
              number & 0xffff,
              IpAddress.v4(0xc0000201 - number),
              443);
      slots.add(hash.of(tuple, 0) & (2 * count - 1));
    }

    double expected = 2 * count * (1 - Math.exp(-0.5)); // as random numbers would
    assertThat((double) slots.size()).isBetween(expected * 0.97, expected * 1.03);
  }

  @Test
  void hashesDifferentlyInEachTable() {
    Tuple tuple = Flows.tcp().build().original();

    assertThat(new TupleHash(1).of(tuple, 0)).isNotEqualTo(new TupleHash(2).of(tuple, 0));
  }

  @Test
  void neverHidesAFlowThatIsThereAllTheTime() throws Exception {
    List<Flow> steady = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      steady.add(Flows.tcp(i).build());
      store.add(steady.get(i));
    }
    AtomicBoolean stopped = new AtomicBoolean();
    FutureTask<Long> finding = start(() -> findAgainAndAgain(steady, stopped));
    FutureTask<Long> walking = start(() -> walkAgainAndAgain(steady, stopped));

    churn(new Random(7));
    stopped.set(true);

    assertThat(finding.get()).isPositive();
    assertThat(walking.get()).isPositive();
  }

  private static FutureTask<Long> start(java.util.concurrent.Callable<Long> reading) {
    FutureTask<Long> task = new FutureTask<>(reading);
    new Thread(task, "reader").start();
    return task;
  }

  /** Lets the table grow, shrink and fill with gravestones many times. */
  private void churn(Random random) throws ExecutionException {
    List<MirroredFlow> others = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      int target = random.nextInt(6_000);
      for (int i = 0; i < target; i++) {
        Flow flow = Flows.tcp(1_000 + i).build();
        if (store.find(flow) == null) {
          others.add(store.add(flow));
        }
      }
      while (others.size() > target / 8) {
        store.remove(others.remove(random.nextInt(others.size())));
      }
    }
  }

  private long findAgainAndAgain(List<Flow> steady, AtomicBoolean stopped) {
    long rounds = 0;
    while (!stopped.get() || rounds == 0) {
      for (Flow flow : steady) {
        assertThat(store.find(ORIGINAL, flow.original(), 0)).isNotNull();
        assertThat(store.find(REPLY, flow.reply(), 0)).isNotNull();
      }
      rounds++;
    }
    return rounds;
  }

  private long walkAgainAndAgain(List<Flow> steady, AtomicBoolean stopped) {
    long rounds = 0;
    while (!stopped.get() || rounds == 0) {
      Map<Flow, Integer> seen = new HashMap<>();
      store.spliterator().forEachRemaining(flow -> seen.merge(flow, 1, Integer::sum));
      for (Flow flow : steady) {
        assertThat(seen.get(flow)).isEqualTo(1);
      }
      rounds++;
    }
    return rounds;
  }

  @Test
  void showsReadersAChangedFlowAsAWhole() {
    MirroredFlow mirrored = store.add(Flows.tcp().mark(1).build());

    mirrored.replace(Flows.tcp().mark(2).build());

    assertThat(contents())
        .singleElement()
        .satisfies(f -> assertThat(f.mark()).contains(Mark.of(2)));
  }
}
