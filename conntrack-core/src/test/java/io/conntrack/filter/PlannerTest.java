package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.Law;
import io.conntrack.Protocol;
import io.conntrack.SmallWorld;
import io.conntrack.Status;
import io.conntrack.Zone;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {

  private static final FlowFilter V4 = FlowFilter.family(IpFamily.IPV4);
  private static final FlowFilter TCP = FlowFilter.protocol(Protocol.TCP);
  private static final FlowFilter SCTP = FlowFilter.protocol(Protocol.SCTP);
  private static final FlowFilter MARK = FlowFilter.mark(0x10, 0xff);
  private static final FlowFilter USER = FlowFilter.of(flow -> true);

  /** Trusts the kernel with some fields of a dump, and with any flush. */
  private record Fields(Set<KernelField> trusted) implements KernelTrust {
    static final Fields ALL = new Fields(EnumSet.allOf(KernelField.class));

    @Override
    public Grant dump(Pushdown wanted) {
      return new Grant(wanted.only(trusted), "trusted");
    }

    @Override
    public Grant flush(Pushdown exact) {
      return new Grant(exact, "trusted");
    }
  }

  static Stream<Arguments> dumpsByWhatAKernelCanTake() {
    FlowFilter source = FlowFilter.source("10.0.0.1");
    return Stream.of(
        Arguments.of(MARK, "mark 0x10/0xff"),
        Arguments.of(FlowFilter.mark(7), "mark 0x7"),
        Arguments.of(FlowFilter.mark(0, 0), ""),
        Arguments.of(V4.and(TCP), "family ipv4, protocol tcp"),
        Arguments.of(TCP, ""), // a kernel wants the family beside it
        Arguments.of(source, "family ipv4, original source 10.0.0.1"),
        Arguments.of(FlowFilter.source("10.0.0.0/8"), "family ipv4"),
        Arguments.of(FlowFilter.anyAddress("2001:db8::1"), "family ipv6"),
        Arguments.of(
            V4.and(TCP).and(FlowFilter.destinationPort(443)),
            "family ipv4, protocol tcp, original destination port 443"),
        Arguments.of(
            V4.and(SCTP).and(FlowFilter.destinationPort(443)), "family ipv4, protocol sctp"),
        Arguments.of(V4.and(FlowFilter.destinationPort(443)), "family ipv4"),
        Arguments.of(FlowFilter.zone(Zone.DEFAULT), "zone 0"),
        Arguments.of(FlowFilter.status(Status.ASSURED), "status 0x4/0x4"),
        Arguments.of(FlowFilter.status(Status.ASSURED).not(), "status 0x0/0x4"),
        Arguments.of(FlowFilter.status(Status.ASSURED.with(Status.SEEN_REPLY)).not(), ""),
        Arguments.of(V4.not(), "family ipv6"),
        Arguments.of(FlowFilter.mark(1).or(FlowFilter.mark(3)), "mark 0x1/0xfffffffd"),
        Arguments.of(FlowFilter.mark(1).or(USER), ""),
        Arguments.of(FlowFilter.mark(1, 1).and(FlowFilter.mark(0, 2)), "mark 0x1/0x3"),
        Arguments.of(source.or(FlowFilter.source("10.0.0.2")), "family ipv4"),
        Arguments.of(MARK.or(USER).not().and(V4), "family ipv4"),
        Arguments.of(USER, ""),
        Arguments.of(FlowFilter.any(), ""));
  }

  @ParameterizedTest
  @MethodSource
  void dumpsByWhatAKernelCanTake(FlowFilter filter, String conditions) {
    assertThat(Planner.dump(filter, Fields.ALL).conditions()).hasToString(conditions);
  }

  static Stream<FlowFilter> flushesWhatTheConditionsSayExactly() {
    return Stream.of(
        MARK,
        V4,
        V4.and(TCP).and(FlowFilter.sourcePort(22)).and(MARK),
        FlowFilter.source("10.0.0.1").and(FlowFilter.statusUnset(Status.ASSURED)),
        FlowFilter.zone(Zone.of(7)),
        MARK.or(MARK),
        V4.not());
  }

  @ParameterizedTest
  @MethodSource
  void flushesWhatTheConditionsSayExactly(FlowFilter filter) {
    assertThat(Planner.flush(filter, Fields.ALL).conditions())
        .isEqualTo(Planner.dump(filter, Fields.ALL).conditions())
        .isNotEqualTo(Pushdown.NONE);
  }

  /** What a kernel ignores, a flush by it deletes; without any condition it deletes all. */
  static Stream<FlowFilter> neverFlushesMoreThanTheFilterSelects() {
    return Stream.of(
        FlowFilter.any(),
        FlowFilter.any().and(FlowFilter.any()),
        FlowFilter.mark(0, 0),
        USER,
        MARK.and(USER),
        MARK.or(V4),
        MARK.not(),
        TCP,
        V4.and(SCTP).and(FlowFilter.destinationPort(443)),
        V4.and(FlowFilter.protocol(Protocol.GRE)).and(FlowFilter.destinationPort(443)),
        V4.and(FlowFilter.destinationPort(443)),
        FlowFilter.source("10.0.0.0/8"),
        FlowFilter.anyAddress("10.0.0.1"),
        V4.and(FlowFilter.natted()),
        V4.and(MARK.and(FlowFilter.mark(0x20, 0xff))));
  }

  @ParameterizedTest
  @MethodSource
  void neverFlushesMoreThanTheFilterSelects(FlowFilter filter) {
    assertThat(Planner.flush(filter, Fields.ALL).conditions()).isEqualTo(Pushdown.NONE);
  }

  @Law
  void theConditionsDemandNoMoreThanTheFilter(long seed) {
    SmallWorld world = new SmallWorld(new Random(seed));
    for (FlowFilter filter : Stream.generate(world::filter).limit(5).toList()) {
      Pushdown dump = Planner.dump(filter, Fields.ALL).conditions();
      Pushdown flush = Planner.flush(filter, Fields.ALL).conditions();
      for (Flow flow : flows(world)) {
        boolean selected = filter.test(flow);
        assertThat(dump.test(flow) || !selected)
            .as("seed %d: %s by %s: %s", seed, filter, dump, flow)
            .isTrue();
        assertThat(flush.isEmpty() || flush.test(flow) == selected)
            .as("seed %d: flush %s by %s: %s", seed, filter, flush, flow)
            .isTrue();
      }
    }
  }

  @Law
  void kernelAndResidueTogetherAreTheFilter(long seed) {
    Random random = new Random(seed);
    SmallWorld world = new SmallWorld(random);
    for (FlowFilter filter : Stream.generate(world::filter).limit(5).toList()) {
      Set<KernelField> trusted = EnumSet.allOf(KernelField.class);
      trusted.removeIf(field -> random.nextInt(4) == 0);
      FilterPlan plan = Planner.plan(filter, new Fields(trusted));
      for (Flow flow : flows(world)) {
        long delivered = plan.dumps().stream().filter(dump -> dump.conditions().test(flow)).count();
        assertThat(delivered).as("seed %d: %s: %s", seed, plan, flow).isLessThanOrEqualTo(1);
        assertThat(delivered == 1 && plan.residue().test(flow))
            .as("seed %d: %s: %s", seed, plan, flow)
            .isEqualTo(filter.test(flow));
      }
    }
  }

  private static List<Flow> flows(SmallWorld world) {
    return Stream.generate(world::flow).limit(40).toList();
  }

  static Stream<Arguments> dumpsEachFamilyIfThatPays() {
    FlowFilter web = TCP.and(FlowFilter.destinationPort(443));
    String ports = "protocol tcp, original destination port 443";
    return Stream.of(
        Arguments.of(web, List.of("family ipv4, " + ports, "family ipv6, " + ports)),
        Arguments.of(web.and(USER), List.of("family ipv4, " + ports, "family ipv6, " + ports)),
        Arguments.of(web.and(V4), List.of("family ipv4, " + ports)),
        Arguments.of(web.and(MARK), List.of("mark 0x10/0xff")), // few already
        Arguments.of(TCP, List.of("")), // most flows
        Arguments.of(FlowFilter.destinationPort(443), List.of("")),
        Arguments.of(SCTP.and(FlowFilter.destinationPort(443)), List.of("")),
        Arguments.of(web.or(USER), List.of("")));
  }

  @ParameterizedTest
  @MethodSource
  void dumpsEachFamilyIfThatPays(FlowFilter filter, List<String> conditions) {
    assertThat(Planner.dumps(filter, Fields.ALL))
        .extracting(grant -> grant.conditions().toString())
        .isEqualTo(conditions);
  }

  @Test
  void dumpsOnceIfTheKernelIsNotTrustedWithThePort() {
    Fields trust = new Fields(EnumSet.of(KernelField.FAMILY, KernelField.PROTOCOL));

    assertThat(Planner.dumps(TCP.and(FlowFilter.destinationPort(443)), trust))
        .singleElement()
        .isEqualTo(KernelTrust.Grant.nothing("no dump for each family: trusted"));
  }

  @Test
  void saysThatTheFamilyIsMissing() {
    assertThat(Planner.dump(TCP, Fields.ALL).reason()).contains("the filter names none");
    assertThat(Planner.dump(USER, Fields.ALL).reason()).contains("no condition");
  }

  @Test
  void explainsADumpForEachFamily() {
    assertThat(Planner.plan(TCP.and(FlowFilter.destinationPort(443)).and(USER), Fields.ALL))
        .hasToString(
            """
            filter: tcp and dport 443 and user-filter
            dump: the kernel takes family ipv4, protocol tcp, original destination port 443 - trusted
            dump: the kernel takes family ipv6, protocol tcp, original destination port 443 - trusted
            process: decides user-filter; tests again what the kernel took
            flush: the kernel takes nothing - no kernel can decide: tcp and dport 443 and user-filter""");
  }

  @Test
  void explainsWhatRunsWhere() {
    FlowFilter filter = V4.and(TCP).and(FlowFilter.destination("10.0.0.0/8")).and(MARK);

    assertThat(Planner.plan(filter, new Fields(EnumSet.of(KernelField.MARK))))
        .hasToString(
            """
            filter: ipv4 and tcp and dst 10.0.0.0/8 and mark 0x10/0xff
            dump: the kernel takes mark 0x10/0xff - trusted
            process: decides ipv4 and tcp and dst 10.0.0.0/8; tests again what the kernel took
            flush: the kernel takes nothing - no kernel can decide: dst 10.0.0.0/8""");
  }

  @Test
  void explainsABackendThatFiltersInTheProcess() {
    assertThat(FilterPlan.inProcess(MARK))
        .hasToString(
            """
            filter: mark 0x10/0xff
            dump: the kernel takes nothing - nothing is left to the kernel
            process: decides mark 0x10/0xff
            flush: the kernel takes nothing - no kernel is trusted to flush by a filter""");
  }
}
