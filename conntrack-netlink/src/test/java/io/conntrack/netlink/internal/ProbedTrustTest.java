package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Law;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Protocol;
import io.conntrack.SmallWorld;
import io.conntrack.Status;
import io.conntrack.Zone;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Planner;
import io.conntrack.filter.PrefixSet;
import io.conntrack.filter.Pushdown;
import io.conntrack.filter.Selector;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels of all kinds, and what they may be trusted with: never so that a flow is lost. */
class ProbedTrustTest {

  private static final FlowFilter V4 = FlowFilter.family(IpFamily.IPV4);
  private static final FlowFilter TCP = V4.and(FlowFilter.protocol(Protocol.TCP));
  private static final FlowFilter HTTPS = TCP.and(FlowFilter.destinationPort(443));
  private static final FlowFilter MARK = FlowFilter.mark(0x10, 0xff);
  private static final FlowFilter ZONE = FlowFilter.zone(Zone.of(3));
  private static final FlowFilter ASSURED = FlowFilter.status(Status.ASSURED);
  private static final FlowFilter SOURCE6 = FlowFilter.source("2001:db8::1");

  private final List<Pushdown> trials = new ArrayList<>();

  /** Trusts a kernel with what its trials show, and keeps count of them. */
  private KernelTrust trust(SimulatedKernel kernel) {
    return new ProbedTrust(() -> 1, counting(kernel.prober()), 0);
  }

  private Prober counting(Prober prober) {
    return (place, conditions) -> {
      trials.add(conditions);
      return prober.honoured(place, conditions);
    };
  }

  private static Set<KernelField> dumped(FlowFilter filter, KernelTrust trust) {
    return Planner.dump(filter, trust).conditions().fields();
  }

  private static Set<KernelField> flushed(FlowFilter filter, KernelTrust trust) {
    return Planner.flush(filter, trust).conditions().fields();
  }

  @Test
  void trustsAPerfectKernelWithAll() {
    KernelTrust trust = trust(SimulatedKernel.perfect());
    FlowFilter filter = HTTPS.and(MARK).and(ZONE).and(ASSURED);

    assertThat(dumped(filter, trust)).hasSize(6).isEqualTo(flushed(filter, trust));
    assertThat(trials).hasSize(2); // one of each
    assertThat(dumped(SOURCE6, trust)).isEqualTo(flushed(SOURCE6, trust)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"MARK", "STATUS", "ZONE", "PROTOCOL", "ORIGINAL_DESTINATION_PORT"})
  void findsOutWhatAKernelIgnores(KernelField ignored) {
    KernelTrust trust = trust(SimulatedKernel.ignoring(ignored));
    FlowFilter filter = HTTPS.and(MARK).and(ZONE).and(ASSURED);

    assertThat(dumped(filter, trust)).isNotEmpty().doesNotContain(ignored);
    assertThat(flushed(filter, trust)).isEmpty();
    assertThat(Planner.flush(filter, trust).reason()).contains(Pushdown.words(ignored));
  }

  @ParameterizedTest
  @EnumSource(names = {"ORIGINAL_SOURCE", "ORIGINAL_DESTINATION", "REPLY_SOURCE"})
  void findsOutWhatAKernelTurnsRound(KernelField inverted) {
    KernelTrust trust = trust(SimulatedKernel.inverting(inverted));
    FlowFilter filter = FlowFilter.source("2001:db8::1").and(FlowFilter.destination("2001:db8::2"));
    FlowFilter all =
        filter.and(
            new AddressIn(Selector.REPLY_SOURCE, PrefixSet.of(IpPrefix.parse("2001:db8::2"))));

    assertThat(dumped(all, trust)).containsExactly(KernelField.FAMILY);
    assertThat(flushed(all, trust)).isEmpty();
  }

  /** Of the time before 5.8, where a flush knows the mark at best, and a dump mark and family. */
  private static SimulatedKernel oldKernel() {
    return new SimulatedKernel(
        EnumSet.of(KernelField.FAMILY, KernelField.MARK), Set.of(), Set.of());
  }

  @Test
  void neverSendsAFilteredFlushToAKernelThatIgnoresFilters() {
    SimulatedKernel lab = oldKernel();
    SimulatedKernel kernel = oldKernel();
    SmallWorld world = new SmallWorld(new Random(1));
    Stream.generate(world::flow).limit(50).forEach(kernel.table()::add);

    try (KernelTable table = kernel.probing(lab.prober())) {
      for (FlowFilter filter : List.of(V4, MARK, ZONE, ASSURED, HTTPS, SOURCE6, ZONE.and(MARK))) {
        assertThat(table.explain(filter).flush().conditions()).isEqualTo(Pushdown.NONE);
        try (Stream<Flow> dump = table.dump(filter)) {
          assertThat(dump).containsExactlyElementsOf(kernel.selected(filter));
        }
      }
    }
    assertThat(lab.flushes()).isNotEmpty(); // there it was tried out
    assertThat(kernel.flushes()).isEmpty();
  }

  /** What the guard is for: forced on such a kernel, a flush by zone empties the table. */
  @Test
  void withoutTheTrialAnOldKernelWouldLoseItsTable() {
    SimulatedKernel kernel = oldKernel();
    SmallWorld world = new SmallWorld(new Random(1));
    Stream.generate(world::flow).limit(50).forEach(kernel.table()::add);

    try (KernelTable table =
        new KernelTable(kernel, Duration.ofSeconds(1), any -> CredulousTrust.INSTANCE)) {
      table.flush(Operation.of("flush"), Planner.flush(ZONE, CredulousTrust.INSTANCE).conditions());
    }

    assertThat(kernel.table()).isEmpty();
  }

  /** What the guard is for: such a kernel's dump would leave out just the flows looked for. */
  @Test
  void withoutTheTrialAnInvertingKernelWouldMissFlows() {
    SimulatedKernel kernel = SimulatedKernel.inverting(KernelField.ORIGINAL_SOURCE);
    SmallWorld world = new SmallWorld(new Random(1));
    Stream.generate(world::flow).limit(100).forEach(kernel.table()::add);
    List<Flow> selected = kernel.selected(SOURCE6);

    assertThat(selected).isNotEmpty();
    try (KernelTable forced =
            new KernelTable(kernel, Duration.ofSeconds(1), any -> CredulousTrust.INSTANCE);
        KernelTable probing =
            kernel.probing(SimulatedKernel.inverting(KernelField.ORIGINAL_SOURCE).prober())) {
      assertThat(forced.dump(SOURCE6)).isEmpty();
      assertThat(probing.dump(SOURCE6)).containsExactlyElementsOf(selected);
    }
  }

  @Test
  void doesWithoutTuplesOnAKernelThatRefusesThem() {
    KernelTrust trust = trust(SimulatedKernel.perfect().refusingTuples(Errno.EOPNOTSUPP));
    FlowFilter filter = HTTPS.and(MARK).and(ZONE);

    assertThat(dumped(filter, trust))
        .containsExactly(KernelField.FAMILY, KernelField.MARK, KernelField.ZONE);
    assertThat(flushed(filter, trust)).isEmpty();
    assertThat(flushed(ZONE, trust)).containsExactly(KernelField.ZONE);
  }

  @Test
  void triesEachFormOnce() {
    KernelTrust trust = trust(SimulatedKernel.perfect());

    dumped(ZONE.and(MARK), trust);
    dumped(FlowFilter.zone(Zone.of(9)).and(FlowFilter.mark(0x40, 0xf0)), trust);
    assertThat(trials).hasSize(1);

    dumped(FlowFilter.zone(Zone.DEFAULT).and(MARK), trust);
    assertThat(trials).hasSize(2);
  }

  @Test
  void triesNothingForAMarkOrAFamilyInADump() {
    KernelTrust trust = trust(SimulatedKernel.perfect());

    assertThat(dumped(V4.and(MARK), trust)).hasSize(2);
    assertThat(trials).isEmpty();
    assertThat(Planner.dump(MARK, trust).reason()).startsWith("by rule");
  }

  @Test
  void triesNothingForASmallTable() {
    KernelTrust trust =
        new ProbedTrust(() -> 99, counting(SimulatedKernel.perfect().prober()), 100);

    assertThat(dumped(ZONE.and(MARK), trust)).containsExactly(KernelField.MARK);
    assertThat(flushed(MARK, trust)).isEmpty();
    assertThat(Planner.flush(MARK, trust).reason()).contains("less than 100 flows");
    assertThat(trials).isEmpty();
  }

  @Test
  void fallsBackToRulesWhereNothingCanBeTried() {
    KernelTrust trust =
        new ProbedTrust(
            () -> 1,
            counting(
                (place, conditions) -> {
                  throw new MissingPrivilegeException("probe", Errno.EPERM, "not permitted");
                }),
            0);

    assertThat(dumped(HTTPS.and(MARK), trust))
        .containsExactly(KernelField.FAMILY, KernelField.MARK);
    assertThat(Planner.dump(HTTPS.and(MARK), trust).reason())
        .isEqualTo(
            "probing failed, probe: not permitted; by rule: a kernel that ignores them delivers"
                + " more, never less");
    assertThat(flushed(MARK, trust)).isEmpty();
    assertThat(Planner.flush(MARK, trust).reason()).contains("probing failed");
    assertThat(trials).hasSize(2); // not again for the same
  }

  @Test
  void triesNothingOnATableWithFlows() {
    SimulatedKernel kernel = SimulatedKernel.perfect();
    kernel.table().add(new SmallWorld(new Random(1)).flow());

    assertThat(flushed(MARK, trust(kernel))).isEmpty();
    assertThat(kernel.flushes()).isEmpty();
    assertThat(kernel.table()).hasSize(1);
  }

  @Test
  void leavesNothingBehind() {
    SimulatedKernel kernel = SimulatedKernel.perfect();
    KernelTrust trust = trust(kernel);

    dumped(HTTPS.and(ZONE), trust);
    assertThat(kernel.table()).isEmpty();
    flushed(HTTPS.and(ZONE), trust);
    assertThat(kernel.table()).isEmpty();
  }

  /** Whatever a kernel ignores or turns round, no result changes and no flush goes too far. */
  @Law
  void noKernelChangesAResult(long seed) {
    Random random = new Random(seed);
    Set<KernelField> dumps = someFields(random);
    Set<KernelField> flushes = someFields(random);
    Set<KernelField> inverted = random.nextBoolean() ? Set.of() : someAddresses(random);
    SimulatedKernel kernel = new SimulatedKernel(dumps, flushes, inverted);
    SimulatedKernel lab = new SimulatedKernel(dumps, flushes, inverted);
    SmallWorld world = new SmallWorld(random);
    Stream.generate(world::flow).limit(40).forEach(kernel.table()::add);

    try (KernelTable table = kernel.probing(lab.prober())) {
      FlowFilter filter = world.filter();
      List<Flow> selected = kernel.selected(filter);
      Pushdown flush = table.explain(filter).flush().conditions();
      assertThat(scanned(table, filter)) // perhaps one family after the other
          .as("seed %d: %s", seed, filter)
          .containsExactlyInAnyOrderElementsOf(selected);
      if (!flush.isEmpty()) {
        List<Flow> rest = new ArrayList<>(kernel.table());
        rest.removeAll(selected);
        table.flush(Operation.of("flush"), flush);
        assertThat(kernel.table()).as("seed %d: %s", seed, filter).isEqualTo(rest);
      }
    }
  }

  private static List<Flow> scanned(KernelTable table, FlowFilter filter) {
    List<Flow> flows = new ArrayList<>();
    table.scan(filter, view -> flows.add(Flow.copyOf(view)));
    return flows;
  }

  private static Set<KernelField> someFields(Random random) {
    Set<KernelField> fields = EnumSet.allOf(KernelField.class);
    fields.removeIf(field -> random.nextInt(5) == 0);
    return fields;
  }

  private static Set<KernelField> someAddresses(Random random) {
    Set<KernelField> fields = EnumSet.allOf(KernelField.class);
    fields.removeIf(field -> field.kind() != KernelField.Kind.ADDRESS || random.nextInt(3) != 0);
    return fields;
  }
}
