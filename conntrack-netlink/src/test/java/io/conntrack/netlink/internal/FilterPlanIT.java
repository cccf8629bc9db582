package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRule;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.SmallWorld;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Planner;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.OpenSockets;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On the running kernel: what it filters and the process filters together is what a plain predicate
 * selects from the whole table. {@code -Dconntrack.seed=N} repeats a failure.
 */
@KernelTest
class FilterPlanIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Operation TEST = Operation.of("test");
  private static final int FLOWS = 600;
  private static final int FILTERS = 250;
  private static final int FLUSHES = 60;

  private final long seed = Long.getLong("conntrack.seed", new SplittableRandom().nextLong());
  private final Random random = new Random(seed);
  private final SmallWorld world = new SmallWorld(random);
  private Sockets sockets;
  private KernelTable plain;
  private KernelTable planned;
  private KernelTrust trust;

  @BeforeEach
  void open() {
    sockets = new Sockets(NetworkNamespace.current());
    plain = new KernelTable(sockets, TIMEOUT);
    trust = new ProbedTrust(plain::count, new PrivateProbe(TIMEOUT), 0);
    planned = new KernelTable(sockets, TIMEOUT, table -> trust);
  }

  @AfterEach
  void close() {
    plain.close();
    planned.close();
    sockets.close();
  }

  private void fill(int flows) {
    for (int i = 0; i < flows; i++) {
      create(world.flow());
    }
  }

  private void create(Flow flow) {
    try {
      plain.create(flow);
    } catch (FlowExistsException e) {
      // one of them is enough
    }
  }

  /** A flow as the kernel shows it, but for what time changes. */
  private record Shown(
      Tuple original, Tuple reply, int mark, int status, int originalZone, int replyZone) {
    static Shown of(FlowView flow) {
      return new Shown(
          Tuple.copyOf(flow.original()),
          Tuple.copyOf(flow.reply()),
          flow.markBits(),
          flow.statusBits(),
          flow.zoneId(Direction.ORIGINAL),
          flow.zoneId(Direction.REPLY));
    }
  }

  private static Set<Shown> keys(Stream<Flow> flows) {
    try (flows) {
      Set<Shown> keys = new HashSet<>();
      flows.forEach(flow -> assertThat(keys.add(Shown.of(flow))).isTrue());
      return keys;
    }
  }

  private Set<Shown> delivered(Pushdown conditions) {
    Set<Shown> keys = new HashSet<>();
    try (FlowDump dump =
        new FlowDump(TEST, sockets.apply(TEST), conditions, FlowFilter.any(), TIMEOUT)) {
      dump.forEach(view -> keys.add(Shown.of(view)));
    }
    return keys;
  }

  @Test
  void kernelPlannerAndPredicateAgree() {
    fill(FLOWS);
    List<Flow> table = plain.dump().toList();
    Set<KernelField> pushed = EnumSet.noneOf(KernelField.class);

    for (FlowFilter filter : Stream.generate(world::filter).limit(FILTERS).toList()) {
      Set<Shown> expected = keys(table.stream().filter(filter::test));
      Pushdown conditions = Planner.dump(filter, trust).conditions();
      pushed.addAll(conditions.fields());

      assertThat(keys(planned.dump(filter)))
          .as("seed %d: planner by %s", seed, planned.explain(filter))
          .isEqualTo(expected);
      assertThat(delivered(conditions))
          .as("seed %d: kernel by %s", seed, conditions)
          .isEqualTo(keys(table.stream().filter(conditions::test)))
          .containsAll(expected);
    }
    assertThat(pushed)
        .as("seed %d: tried on the kernel", seed)
        .contains(
            KernelField.FAMILY,
            KernelField.MARK,
            KernelField.STATUS,
            KernelField.PROTOCOL,
            KernelField.ORIGINAL_SOURCE,
            KernelField.REPLY_DESTINATION);
  }

  @Test
  void aFlushDeletesExactlyWhatThePredicateSelects() {
    int flushed = 0;
    for (int i = 0; i < 2000 && flushed < FLUSHES; i++) {
      FlowFilter filter = world.filter();
      KernelTrust.Grant grant = Planner.flush(filter, trust);
      if (!grant.conditions().isEmpty()) {
        flushed++;
        fill(FLOWS / 4);
        Set<Shown> expected = keys(plain.dump().filter(flow -> !filter.test(flow)));

        planned.flush(TEST, grant.conditions());

        assertThat(keys(plain.dump()))
            .as("seed %d: flush %s by %s", seed, filter, grant)
            .isEqualTo(expected);
      }
    }
    assertThat(flushed).as("seed %d: flushes", seed).isEqualTo(FLUSHES);
  }

  /** Ports are compared in a dump for each family, and a flow comes in one of them. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp and dport 443", "udp and reply sport 53 and not dport 22"})
  void portsOfBothFamiliesAreDumpedOnce(String text) {
    fillWithoutZonesOfOneDirection(FLOWS);
    FlowFilter filter = FlowFilter.parse(text);
    Set<Shown> expected = keys(plain.dump().filter(filter::test));

    assertThat(planned.explain(filter).dumps()).hasSize(2);
    assertThat(keys(planned.dump(filter))).as("seed %d", seed).isEqualTo(expected);
    assertThat(planned.deleteAll(filter).changed()).isEqualTo(expected.size());
    assertThat(keys(plain.dump().filter(filter::test))).isEmpty();
  }

  private void fillWithoutZonesOfOneDirection(int flows) {
    for (int i = 0; i < flows; i++) {
      Flow flow = world.flow();
      if (!flow.has(FlowAttribute.ORIGINAL_ZONE) && !flow.has(FlowAttribute.REPLY_ZONE)) {
        create(flow);
      }
    }
  }

  /**
   * By a flush where the kernel is trusted with one, flow by flow where not or somebody listens.
   * Without zones of one direction, where several flows can have the same tuple.
   */
  @Test
  void deletingAllLeavesExactlyWhatThePredicateDoesNotSelect() {
    int flushed = 0;
    for (int i = 0; i < 200; i++) {
      FlowFilter filter = world.filter();
      fillWithoutZonesOfOneDirection(FLOWS / 6);
      Set<Shown> expected = keys(plain.dump().filter(flow -> !filter.test(flow)));
      long count = plain.count();
      boolean flushes = !Planner.flush(filter, trust).conditions().isEmpty();
      BulkRule rule = BulkRule.delete(filter);

      BulkReport report =
          i % 4 == 0
              ? planned.bulk().apply(List.of(rule.with(BulkListener.onChanged(flow -> {})))).get(0)
              : planned.deleteAll(filter);

      assertThat(keys(plain.dump())).as("seed %d: %s", seed, filter).isEqualTo(expected);
      assertThat(report.changed()).as("seed %d", seed).isEqualTo(count - expected.size());
      assertThat(report.exact()).as("seed %d: %s", seed, filter).isEqualTo(i % 4 == 0 || !flushes);
      flushed += report.exact() ? 0 : 1;
    }
    assertThat(flushed).as("seed %d: flushes", seed).isPositive();
  }

  /** The kernel is asked for what all rules demand, if they demand something. */
  @Test
  void manyRulesDealWithEachFlowAsTheFirstPredicateSays() {
    int pushed = 0;
    for (int i = 0; i < 100; i++) {
      fillWithoutZonesOfOneDirection(FLOWS / 6);
      FlowFilter shared = i % 2 == 0 ? world.filter() : FlowFilter.any();
      List<FlowFilter> filters =
          Stream.generate(() -> shared.and(world.filter()))
              .filter(filter -> Contradiction.find(filter).isEmpty()) // else it is refused
              .limit(3)
              .toList();
      List<BulkRule> rules =
          List.of(
              BulkRule.count(filters.get(0)),
              BulkRule.delete(filters.get(1)),
              BulkRule.delete(filters.get(2)));
      long[] matched = new long[3];
      Set<Shown> kept = keys(plain.dump().filter(flow -> isKept(filters, flow, matched)));
      FlowFilter demanded = filters.get(0).or(filters.get(1)).or(filters.get(2));
      pushed += Planner.dump(demanded, trust).conditions().isEmpty() ? 0 : 1;

      List<BulkReport> reports = planned.bulk().apply(rules);

      assertThat(keys(plain.dump())).as("seed %d: %s", seed, filters).isEqualTo(kept);
      assertThat(reports)
          .as("seed %d: %s", seed, filters)
          .extracting(BulkReport::matched)
          .containsExactly(matched[0], matched[1], matched[2]);
    }
    assertThat(pushed).as("seed %d: asked for less than the table", seed).isPositive();
  }

  /** Counts a flow for the first filter that selects it. */
  private static boolean isKept(List<FlowFilter> filters, Flow flow, long[] matched) {
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).test(flow)) {
        matched[i]++;
        return i == 0;
      }
    }
    return true;
  }

  private static final IpAddress CLIENT6 = IpAddress.parse("2001:db8::1");
  private static final IpAddress OTHER6 = IpAddress.parse("2001:db8::9");
  private static final IpAddress SERVER6 = IpAddress.parse("2001:db8::2");
  private static final FlowFilter BY_CLIENT6 = FlowFilter.source("2001:db8::1");
  private static final Pushdown CLIENT6_ALONE =
      Pushdown.of(
          KernelCondition.of(IpFamily.IPV6),
          KernelCondition.of(KernelField.ORIGINAL_SOURCE, CLIENT6));

  private void createTwoOverIpv6() {
    for (IpAddress client : List.of(CLIENT6, OTHER6)) {
      create(
          Flow.builder(Tuple.of(Protocol.TCP, client, 40_000, SERVER6, 443))
              .timeout(TIMEOUT)
              .build());
    }
  }

  /** Kernels since 5.8 deliver all but the flows with the address. */
  @Test
  void anIpv6AddressIsNoConditionForAKernelThatTurnsItRound() {
    createTwoOverIpv6();
    Set<Shown> expected = keys(plain.dump().filter(BY_CLIENT6::test));
    boolean right = delivered(CLIENT6_ALONE).equals(expected);

    assertThat(keys(planned.dump(BY_CLIENT6))).isEqualTo(expected).hasSize(1);
    assertThat(Planner.dump(BY_CLIENT6, trust).conditions().has(KernelField.ORIGINAL_SOURCE))
        .isEqualTo(right);
    assertThat(Planner.flush(BY_CLIENT6, trust).conditions().isEmpty()).isNotEqualTo(right);
  }

  /** What the guard is for: the flush would leave the flow that was meant, and take the other. */
  @Test
  void withoutTheTrialAnIpv6AddressWouldFlushTheWrongFlows() {
    createTwoOverIpv6();
    Set<Shown> expected = keys(plain.dump().filter(flow -> !BY_CLIENT6.test(flow)));
    boolean right = !Planner.flush(BY_CLIENT6, trust).conditions().isEmpty();

    plain.flush(TEST, CLIENT6_ALONE);

    assertThat(keys(plain.dump()).equals(expected)).isEqualTo(right);
  }

  /** The kernel ignores the ports of SCTP and others, so a flush by one would take both flows. */
  @ParameterizedTest
  @ValueSource(ints = {132, 136, 47})
  void aPortOfTheseProtocolsIsNoConditionForAKernel(int protocol) {
    for (int port : List.of(443, 80)) {
      create(
          Flow.builder(
                  Tuple.of(
                      Protocol.of(protocol),
                      IpAddress.parse("10.0.0.1"),
                      40_000,
                      IpAddress.parse("10.0.0.2"),
                      port))
              .timeout(TIMEOUT)
              .build());
    }
    FlowFilter filter =
        FlowFilter.family(IpFamily.IPV4)
            .and(FlowFilter.protocol(Protocol.of(protocol)))
            .and(FlowFilter.destinationPort(443));
    for (KernelTrust any : List.of(trust, CredulousTrust.INSTANCE)) {
      Pushdown flush = Planner.flush(filter, any).conditions();
      if (!flush.isEmpty()) {
        plain.flush(TEST, flush);
      }
      assertThat(keys(plain.dump().filter(flow -> !filter.test(flow)))).hasSize(1);
      assertThat(keys(planned.dump(filter))).hasSize(1);
    }
  }

  @Test
  void aTrialLeavesNoDescriptorThreadOrNamespaceBehind() throws InterruptedException {
    createTwoOverIpv6();
    Set<Shown> before = keys(plain.dump());
    planned.explain(FlowFilter.zone(Zone.of(7)));
    long descriptors = OpenSockets.count();
    String namespace = sockets.toString();

    for (int zone = 0; zone < 3; zone++) {
      for (IpFamily family : IpFamily.values()) {
        planned.explain(FlowFilter.family(family).and(FlowFilter.zone(Zone.of(zone))));
      }
    }

    assertThat(OpenSockets.count()).isLessThanOrEqualTo(descriptors);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("conntrack-namespace")) {
        thread.join(TIMEOUT.toMillis());
        assertThat(thread.isAlive()).isFalse();
      }
    }
    assertThat(keys(plain.dump())).isEqualTo(before);
    try (NetworkNamespace current = NetworkNamespace.current()) {
      assertThat(current).hasToString(namespace);
    }
  }
}
