package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.conntrack.FlowFilter;
import io.conntrack.Law;
import io.conntrack.netlink.internal.bpf.Machine.Verdict;
import io.conntrack.netlink.internal.codec.Mutator;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A program and what it leaves to the process select together what the filter selects. */
class EventFilterLawTest {

  private static final int FILTERS = 10;
  private static final int FILTERS_FOR_SPOILED = 3;
  private static final int COMPOUNDS = 3; // and, or, not
  private static final int RANDOM_EVENTS = 20;
  private static final int CAPTURED_EVENTS = 20;

  @Law
  void selectsTogetherWhatTheFilterSelects(long seed) {
    Random random = new Random(seed);
    List<Event> events = events(random);
    RandomFilters filters = new RandomFilters(random, events.stream().map(Event::flow).toList());
    for (int i = 0; i < FILTERS; i++) {
      FlowFilter filter = filters.next();
      int limit = random.nextInt(4) > 0 ? Program.MAX_INSTRUCTIONS : 20 + random.nextInt(200);
      for (ByteOrder order : Event.ORDERS) {
        CompiledFilter compiled = FilterCompiler.compile(filter, order, limit);
        compiled.program().ifPresent(Checker::check);
        events.forEach(event -> check(seed, filter, compiled, event, order));
      }
    }
  }

  private static List<Event> events(Random random) {
    List<Event> captured = Event.captured();
    List<Event> events = new ArrayList<>();
    Stream.generate(() -> captured.get(random.nextInt(captured.size())))
        .limit(CAPTURED_EVENTS)
        .forEach(events::add);
    Stream.generate(() -> Event.random(random)).limit(RANDOM_EVENTS).forEach(events::add);
    return events;
  }

  private static void check(
      long seed, FlowFilter filter, CompiledFilter compiled, Event event, ByteOrder order) {
    byte[] datagram = event.datagrams().get(order);
    Verdict verdict =
        compiled.program().map(p -> Machine.run(p, datagram, order)).orElse(Verdict.KEEP);
    boolean together = verdict == Verdict.KEEP && compiled.residue().test(event.flow());
    boolean kernel = compiled.kernel().test(event.flow());
    if (verdict != (kernel ? Verdict.KEEP : Verdict.DROP)
        || together != filter.test(event.flow())) {
      assertThat(verdict + ", " + together)
          .as("seed %d, %s, %s on %s%n%s", seed, filter, event, order, compiled.explain())
          .isEqualTo((kernel ? Verdict.KEEP : Verdict.DROP) + ", " + filter.test(event.flow()));
    }
  }

  /** The law means little for a leaf that never selects, or always. */
  @Test
  void triesEachKindOfLeafBothWays() {
    Random random = new Random(1);
    List<Event> events = events(random);
    RandomFilters filters = new RandomFilters(random, events.stream().map(Event::flow).toList());
    Map<String, Set<Boolean>> answers = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      FlowFilter leaf = filters.leaf();
      Set<Boolean> seen =
          answers.computeIfAbsent(leaf.getClass().getSimpleName(), kind -> new HashSet<>());
      events.forEach(event -> seen.add(leaf.test(event.flow())));
    }

    assertThat(answers).hasSize(FlowFilter.class.getPermittedSubclasses().length - COMPOUNDS);
    answers.remove(FlowFilter.any().getClass().getSimpleName());
    assertThat(answers.values()).allMatch(seen -> seen.size() == 2);
  }

  /** Whatever the bytes: the kernel drops a datagram for a load of what is not there. */
  @Law
  void loadsOnlyWhatIsThere(long seed) {
    Random random = new Random(seed);
    Mutator mutator = new Mutator(seed);
    List<Event> events = events(random);
    RandomFilters filters = new RandomFilters(random, events.stream().map(Event::flow).toList());
    for (int i = 0; i < FILTERS_FOR_SPOILED; i++) {
      CompiledFilter compiled =
          FilterCompiler.compile(filters.next(), ByteOrder.LITTLE_ENDIAN, Program.MAX_INSTRUCTIONS);
      for (Event event : events) {
        byte[] spoiled = mutator.spoil(event.datagrams().get(ByteOrder.LITTLE_ENDIAN));
        Verdict verdict =
            compiled
                .program()
                .map(p -> Machine.run(p, spoiled, ByteOrder.LITTLE_ENDIAN))
                .orElse(Verdict.KEEP);
        if (verdict == Verdict.FAULT) {
          fail("seed %d, %s%n%s", seed, HexFormat.of().formatHex(spoiled), compiled.explain());
        }
      }
    }
  }
}
