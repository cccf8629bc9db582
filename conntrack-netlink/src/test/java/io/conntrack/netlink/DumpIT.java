package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Selector;
import io.conntrack.netlink.testing.KernelTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A dump shows what is there, and one does not disturb the other. */
@KernelTest
class DumpIT extends OpenTable {

  private static final int MANY = 20_000; // about a hundred datagrams

  @Test
  void showsEachOfManyFlowsOnce() {
    create(MANY);

    List<Integer> dumped = new ArrayList<>();
    try (Stream<Flow> flows = table.dump()) {
      flows.forEach(flow -> dumped.add(port(flow)));
    }
    List<Integer> scanned = new ArrayList<>();
    table.scan(FlowFilter.any(), flow -> scanned.add(port(flow)));

    assertThat(dumped).hasSize(MANY);
    assertThat(Set.copyOf(dumped)).isEqualTo(ports(MANY));
    assertThat(scanned).isEqualTo(dumped);
    assertThat(table.count()).isEqualTo(MANY);
  }

  @Test
  void showsNothingOfAnEmptyTable() {
    assertThat(dump(FlowFilter.any())).isEmpty();
    table.scan(FlowFilter.any(), flow -> assertThat(flow).isNull());
    assertThat(table.count()).isZero();
  }

  @Test
  void runsTwoDumpsAtOnce() {
    create(2_000);

    Set<Integer> first = new TreeSet<>();
    Set<Integer> second = new TreeSet<>();
    try (Stream<Flow> flows = table.dump();
        Stream<Flow> others = table.dump()) {
      Iterator<Flow> one = flows.iterator();
      Iterator<Flow> two = others.iterator();
      while (one.hasNext() && two.hasNext()) {
        first.add(port(one.next()));
        second.add(port(two.next()));
      }
      assertThat(one.hasNext() || two.hasNext()).isFalse();
    }

    assertThat(first).isEqualTo(ports(2_000));
    assertThat(second).isEqualTo(ports(2_000));
  }

  @Test
  void dumpsAgainAfterADumpThatWasClosedHalfWay() {
    create(2_000);
    try (Stream<Flow> flows = table.dump()) {
      assertThat(flows.limit(3)).hasSize(3);
    }

    assertThat(dump(FlowFilter.any()).size()).isEqualTo(2_000);
  }

  @Test
  void allowsAnyUseOfTheTableInsideAScan() {
    create(3);

    List<Integer> counts = new ArrayList<>();
    table.scan(
        FlowFilter.any(),
        flow -> {
          assertThat(table.get(Tuple.copyOf(flow.original()))).isPresent();
          counts.add(dump(FlowFilter.any()).size());
          table.scan(FlowFilter.any(), inner -> assertThat(inner.timeoutSeconds()).isPositive());
        });

    assertThat(counts).containsExactly(3, 3, 3);
  }

  @Test
  void deletesInsideAScanWhatTheScanShows() {
    create(2_000);

    table.scan(FlowFilter.any(), flow -> table.delete(Flow.copyOf(flow)));

    assertThat(table.count()).isZero();
  }

  @Test
  void createsInsideAScan() {
    create(1);

    table.scan(FlowFilter.sourcePort(port(0)), flow -> table.create(Flows.tcp(MANY).build()));

    assertThat(table.count()).isEqualTo(2);
  }

  @Test
  void emptiesTheViewAfterTheScan() {
    create(2);

    List<FlowView> views = new ArrayList<>();
    table.scan(FlowFilter.any(), views::add);

    assertThat(views).hasSize(2);
    assertThat(views.get(0)).isSameAs(views.get(1));
    assertThat(views.get(0).attributeBits()).isZero();
  }

  @Test
  void streamsFlowsThatOutliveTheStream() {
    create(2);

    List<Flow> flows = dump(FlowFilter.any());

    assertThat(flows).doesNotHaveDuplicates().extracting(Flow::timeoutSeconds).doesNotContain(0L);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        filter(FlowFilter.any(), flow -> true),
        filter(FlowFilter.protocol(Protocol.SCTP), flow -> flow.original().protocolNumber() == 132),
        filter(FlowFilter.family(IpFamily.IPV6), flow -> flow.original().family() == IpFamily.IPV6),
        filter(
            FlowFilter.source("192.0.2.0/24"),
            flow -> flow.toString().contains(" src=192.0.2.1 dst=198")),
        filter(
            AddressIn.of(Selector.REPLY_DESTINATION, IpPrefix.parse("2001:db8::/64")),
            flow -> flow.reply().destination().toString().equals("2001:db8::1")),
        filter(
            FlowFilter.anyAddress("198.51.100.2"),
            flow -> flow.toString().contains("=198.51.100.2 ")),
        filter(
            FlowFilter.destinationPort(1),
            flow -> flow.original().hasPorts() && flow.original().destinationPort() == 1),
        filter(
            FlowFilter.anyPort(40_000), // or half of a GRE key
            flow -> flow.toString().matches(".*(port=40000|key=0x9c40) .*")),
        filter(FlowFilter.mark(0xbe00, 0xff00), flow -> flow.markBits() == 0xdeadbeef),
        filter(FlowFilter.mark(0), flow -> flow.toString().contains(" mark=0 ")),
        filter(FlowFilter.status(Status.ASSURED), flow -> flow.toString().contains("[ASSURED]")),
        filter(
            FlowFilter.statusUnset(Status.SEEN_REPLY),
            flow -> flow.toString().contains("[UNREPLIED]")),
        filter(FlowFilter.zone(Zone.of(7)), flow -> flow.toString().contains(" zone=7 ")),
        filter(FlowFilter.zone(Zone.DEFAULT), flow -> flow.zone().isEmpty()),
        filter(
            FlowFilter.protocol(Protocol.TCP).or(FlowFilter.protocol(Protocol.UDP)).not(),
            flow -> !Set.of(6, 17).contains(flow.original().protocolNumber())),
        filter(FlowFilter.of(flow -> flow.timeoutSeconds() == 0), flow -> false));
  }

  private static Arguments filter(FlowFilter filter, Predicate<Flow> meaning) {
    return Arguments.of(filter, meaning);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void showsWhatTheFilterSelects(FlowFilter filter, Predicate<Flow> meaning) {
    for (Tuple original : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(original));
      table.create(SampleFlows.full(original));
    }
    List<Flow> expected = dump(FlowFilter.any()).stream().filter(meaning).toList();

    List<String> scanned = new ArrayList<>();
    table.scan(filter, flow -> scanned.add(key(Flow.copyOf(flow))));

    assertThat(dump(filter)).extracting(DumpIT::key).isEqualTo(keys(expected));
    assertThat(scanned).isEqualTo(keys(expected));
  }

  private static List<String> keys(List<Flow> flows) {
    return flows.stream().map(DumpIT::key).toList();
  }

  private static String key(Flow flow) {
    return flow.original() + " " + flow.zone(Direction.ORIGINAL);
  }

  private List<Flow> dump(FlowFilter filter) {
    try (Stream<Flow> flows = table.dump(filter)) {
      return flows.toList();
    }
  }

  private void create(int count) {
    IntStream.range(0, count).mapToObj(number -> Flows.tcp(number).build()).forEach(table::create);
  }

  private static Set<Integer> ports(int count) {
    return IntStream.range(0, count)
        .map(DumpIT::port)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int port(int number) {
    return port(Flows.tcp(number).build());
  }

  private static int port(FlowView flow) {
    return flow.original().sourcePort();
  }
}
