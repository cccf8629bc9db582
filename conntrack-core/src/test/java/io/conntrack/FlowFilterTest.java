package io.conntrack;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.conntrack.filter.AddressIn;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.Selector;
import io.conntrack.spi.FlowBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowFilterTest {

  /**
   * {@code 192.0.2.1:40000->198.51.100.1:443}, answered by {@code
   * 203.0.113.9:8443->192.0.2.254:50000}.
   */
  private static final Flow NATTED = Flows.natted().mark(0x1f).zone(Zone.of(7)).build();

  static Stream<FlowFilter> filtersOfTheTranslatedFlow() {
    return Stream.of(
        FlowFilter.any(),
        FlowFilter.protocol(Protocol.TCP),
        FlowFilter.family(IpFamily.IPV4),
        FlowFilter.source("192.0.2.1"),
        FlowFilter.source("192.0.2.0/24"),
        FlowFilter.source("0.0.0.0/0"),
        AddressIn.of(Selector.ORIGINAL_SOURCE, IpPrefix.parse("192.0.2.1")),
        AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.parse("203.0.113.0/24")),
        FlowFilter.destination("198.51.100.1"),
        AddressIn.of(Selector.ORIGINAL_DESTINATION, IpPrefix.parse("198.51.100.0/31")),
        AddressIn.of(Selector.REPLY_DESTINATION, IpPrefix.parse("192.0.2.254")),
        FlowFilter.anyAddress("192.0.2.1"),
        FlowFilter.anyAddress("198.51.100.1"),
        FlowFilter.anyAddress("203.0.113.9"),
        AddressIn.of(Selector.ANY, IpPrefix.parse("192.0.2.254")),
        FlowFilter.sourcePort(40_000),
        PortIn.of(Selector.REPLY_SOURCE, 8443),
        FlowFilter.destinationPort(443),
        PortIn.of(Selector.REPLY_DESTINATION, 50_000),
        FlowFilter.anyPort(40_000),
        FlowFilter.anyPort(443),
        FlowFilter.anyPort(8443),
        FlowFilter.anyPort(50_000),
        FlowFilter.mark(0x1f),
        FlowFilter.mark(0x10, 0x30),
        FlowFilter.mark(0, 0x20),
        FlowFilter.status(Status.ASSURED),
        FlowFilter.status(Status.ASSURED.with(Status.SOURCE_NAT)),
        FlowFilter.statusUnset(Status.DYING),
        FlowFilter.statusUnset(Status.DYING.with(Status.OFFLOADED)),
        FlowFilter.zone(Zone.of(7)),
        FlowFilter.of(flow -> flow.markBits() == 0x1f));
  }

  @ParameterizedTest
  @MethodSource("filtersOfTheTranslatedFlow")
  void selects(FlowFilter filter) {
    assertThat(filter.test(NATTED)).isTrue();
    assertThat(filter.not().test(NATTED)).isFalse();
  }

  static Stream<FlowFilter> filtersOfOtherFlows() {
    return Stream.of(
        FlowFilter.protocol(Protocol.UDP),
        FlowFilter.family(IpFamily.IPV6),
        FlowFilter.source("192.0.2.254"),
        FlowFilter.source("203.0.113.9"),
        FlowFilter.source("::/0"),
        AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.parse("192.0.2.1")),
        FlowFilter.destination("192.0.2.254"),
        AddressIn.of(Selector.REPLY_DESTINATION, IpPrefix.parse("198.51.100.1")),
        FlowFilter.anyAddress("192.0.2.2"),
        FlowFilter.anyAddress("::ffff:192.0.2.1"),
        FlowFilter.sourcePort(443),
        PortIn.of(Selector.REPLY_SOURCE, 40_000),
        FlowFilter.destinationPort(40_000),
        PortIn.of(Selector.REPLY_DESTINATION, 443),
        FlowFilter.anyPort(80),
        FlowFilter.mark(0),
        FlowFilter.mark(0x0f),
        FlowFilter.mark(0x30, 0x30),
        FlowFilter.status(Status.DYING),
        FlowFilter.status(Status.ASSURED.with(Status.DYING)),
        FlowFilter.statusUnset(Status.ASSURED),
        FlowFilter.statusUnset(Status.ASSURED.with(Status.DYING)),
        FlowFilter.zone(Zone.DEFAULT),
        FlowFilter.zone(Zone.of(8)),
        FlowFilter.of(flow -> false));
  }

  @ParameterizedTest
  @MethodSource("filtersOfOtherFlows")
  void doesNotSelect(FlowFilter filter) {
    assertThat(filter.test(NATTED)).isFalse();
    assertThat(filter.not().test(NATTED)).isTrue();
  }

  @Test
  void selectsIpv6() {
    Flow flow = Flows.tcp6().build();

    assertThat(FlowFilter.family(IpFamily.IPV6).test(flow)).isTrue();
    assertThat(FlowFilter.source("2001:db8::/64").test(flow)).isTrue();
    assertThat(FlowFilter.destination("2001:db8::c8").test(flow)).isTrue();
    assertThat(FlowFilter.anyAddress("2001:db8::c9").test(flow)).isFalse();
    assertThat(FlowFilter.anyAddress("0.0.0.0/0").test(flow)).isFalse();
  }

  @Test
  void selectsNoPortOfFlowsWithoutPorts() {
    assertThat(FlowFilter.anyPort(0).test(Flows.icmp().build())).isFalse();
    assertThat(FlowFilter.sourcePort(0).test(Flows.esp().build())).isFalse();
    assertThat(FlowFilter.destinationPort(97).test(Flows.icmp().build())).isFalse();
    assertThat(FlowFilter.sourcePort(0x15).test(Flows.gre().build())).isTrue();
  }

  @Test
  void takesAnAbsentMarkForZero() {
    Flow flow = Flows.udp().build();

    assertThat(FlowFilter.mark(0).test(flow)).isTrue();
    assertThat(FlowFilter.mark(1).test(flow)).isFalse();
  }

  @Test
  void takesAnAbsentStatusForNoBits() {
    Flow flow = Flows.udp().build();

    assertThat(FlowFilter.statusUnset(Status.ASSURED).test(flow)).isTrue();
    assertThat(FlowFilter.status(Status.ASSURED).test(flow)).isFalse();
  }

  @Test
  void selectsTheZoneOfOneDirection() {
    Flow original = Flows.udp().zone(ORIGINAL, Zone.of(7)).build();
    Flow reply = Flows.udp().zone(REPLY, Zone.of(7)).build();

    assertThat(FlowFilter.zone(Zone.of(7)).test(original)).isTrue();
    assertThat(FlowFilter.zone(Zone.of(7)).test(reply)).isTrue();
    assertThat(FlowFilter.zone(Zone.DEFAULT).test(original)).isFalse();
    assertThat(FlowFilter.zone(Zone.DEFAULT).test(Flows.udp().build())).isTrue();
  }

  @Test
  void joinsFilters() {
    FlowFilter yes = FlowFilter.any();
    FlowFilter no = FlowFilter.any().not();

    assertThat(yes.and(yes).test(NATTED)).isTrue();
    assertThat(yes.and(no).test(NATTED)).isFalse();
    assertThat(no.and(yes).test(NATTED)).isFalse();
    assertThat(yes.or(no).test(NATTED)).isTrue();
    assertThat(no.or(yes).test(NATTED)).isTrue();
    assertThat(no.or(no).test(NATTED)).isFalse();
  }

  @Test
  void asksTheSecondFilterOnlyIfTheFirstDoesNotDecide() {
    FlowFilter yes = FlowFilter.any();
    FlowFilter failing =
        FlowFilter.of(
            flow -> {
              throw new IllegalStateException("asked");
            });

    assertThat(yes.not().and(failing).test(NATTED)).isFalse();
    assertThat(yes.or(failing).test(NATTED)).isTrue();
    assertThatThrownBy(() -> yes.and(failing).test(NATTED)).hasMessage("asked");
  }

  @Test
  void twiceNegatedIsTheFilterItself() {
    FlowFilter filter = FlowFilter.anyPort(443);

    assertThat(filter.not().not()).isSameAs(filter);
  }

  @Test
  void isAValue() {
    FlowFilter filter = FlowFilter.source("10.1.2.3/8").and(FlowFilter.mark(1).not());

    assertThat(filter)
        .isEqualTo(FlowFilter.source("10.0.0.0/8").and(FlowFilter.mark(1, -1).not()))
        .isNotEqualTo(FlowFilter.destination("10.0.0.0/8").and(FlowFilter.mark(1).not()));
  }

  static Stream<Arguments> filtersAndTheirTexts() {
    FlowFilter tcp = FlowFilter.protocol(Protocol.TCP);
    FlowFilter udp = FlowFilter.protocol(Protocol.UDP);
    FlowFilter mark = FlowFilter.mark(1);
    return Stream.of(
        arguments(FlowFilter.any(), "any"),
        arguments(tcp, "tcp"),
        arguments(FlowFilter.protocol(Protocol.of(50)), "proto 50"),
        arguments(FlowFilter.family(IpFamily.IPV6), "ipv6"),
        arguments(FlowFilter.source("10.0.0.0/8"), "src 10.0.0.0/8"),
        arguments(FlowFilter.destination("2001:db8::1"), "dst 2001:db8::1"),
        arguments(
            AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.parse("10.0.0.1")), "reply src 10.0.0.1"),
        arguments(
            AddressIn.of(Selector.REPLY_DESTINATION, IpPrefix.parse("::/0")), "reply dst ::/0"),
        arguments(FlowFilter.anyAddress("10.0.0.1"), "any addr 10.0.0.1"),
        arguments(FlowFilter.sourcePort(1), "sport 1"),
        arguments(FlowFilter.destinationPort(65535), "dport 65535"),
        arguments(PortIn.of(Selector.REPLY_SOURCE, 1), "reply sport 1"),
        arguments(PortIn.of(Selector.REPLY_DESTINATION, 1), "reply dport 1"),
        arguments(FlowFilter.anyPort(1), "any port 1"),
        arguments(FlowFilter.mark(-1), "mark 0xffffffff"),
        arguments(FlowFilter.mark(0x10, 0xff), "mark 0x10/0xff"),
        arguments(FlowFilter.status(Status.ASSURED), "assured"),
        arguments(FlowFilter.statusUnset(Status.SEEN_REPLY), "status !seen-reply"),
        arguments(FlowFilter.zone(Zone.of(7)), "zone 7"),
        arguments(FlowFilter.of(flow -> true), "user-filter"),
        arguments(tcp.and(mark), "tcp and mark 0x1"),
        arguments(tcp.and(mark).or(udp), "tcp and mark 0x1 or udp"),
        arguments(tcp.or(udp).and(mark), "(tcp or udp) and mark 0x1"),
        arguments(mark.and(tcp.or(udp)), "mark 0x1 and (tcp or udp)"),
        arguments(tcp.not().and(mark), "not tcp and mark 0x1"),
        arguments(tcp.and(mark).not(), "not (tcp and mark 0x1)"),
        arguments(tcp.or(udp).not(), "not (tcp or udp)"));
  }

  @ParameterizedTest
  @MethodSource("filtersAndTheirTexts")
  void isWrittenAsAnExpression(FlowFilter filter, String text) {
    assertThat(filter).hasToString(text);
  }

  @Test
  void refusesMarkBitsOutsideTheMask() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowFilter.mark(0x110, 0xff))
        .withMessage("mark 0x110/0xff can never match - its bits must lie inside the mask");
  }

  @Test
  void refusesAStatusWithoutBits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowFilter.status(Status.of(0)))
        .withMessage("no status bit given - name at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowFilter.statusUnset(Status.of(0)))
        .withMessage("no status bit given - name at least one");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void refusesAPortOutOfRange(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowFilter.anyPort(port))
        .withMessage("port %d is out of range: 0 to 65535", port);
  }

  @Test
  void refusesTextThatIsNoPrefix() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowFilter.source("10.0.0.0/33"))
        .withMessage("prefix length 33 of 10.0.0.0 is out of range: 0 to 32");
  }

  @Law
  void selectsAFlowAsItSelectsItsView(long seed) {
    Random random = new Random(seed);
    FlowBuffer view = RandomFlows.next(random);
    Flow flow = Flow.copyOf(view);

    assertThat(leaves(flow))
        .as("seed %d", seed)
        .allSatisfy(filter -> assertThat(filter.test(view)).isTrue())
        .allSatisfy(filter -> assertThat(filter.test(flow)).isTrue());
  }

  @Law
  void followsTheRulesOfLogic(long seed) {
    Random random = new Random(seed);
    FlowBuffer view = RandomFlows.next(random);
    FlowFilter left = FlowFilter.mark(random.nextInt(2), 1);
    FlowFilter right = FlowFilter.status(Status.of(1 << random.nextInt(16)));

    assertThat(left.and(right).not().test(view))
        .as("seed %d", seed)
        .isEqualTo(left.not().or(right.not()).test(view));
    assertThat(left.or(right).not().test(view))
        .as("seed %d", seed)
        .isEqualTo(left.not().and(right.not()).test(view));
  }

  private static List<FlowFilter> leaves(Flow flow) {
    return List.of(
        FlowFilter.any(),
        FlowFilter.protocol(flow.original().protocol()),
        FlowFilter.family(flow.reply().family()),
        AddressIn.of(Selector.ORIGINAL_SOURCE, IpPrefix.of(flow.original().source())),
        AddressIn.of(
            Selector.ORIGINAL_DESTINATION, new IpPrefix(flow.original().destination(), 17)),
        AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.of(flow.reply().source())),
        AddressIn.of(Selector.REPLY_DESTINATION, new IpPrefix(flow.reply().destination(), 31)),
        AddressIn.of(Selector.ANY, new IpPrefix(flow.reply().destination(), 30)),
        FlowFilter.mark(flow.markBits()),
        FlowFilter.zone(Zone.of(Math.max(flow.zoneId(ORIGINAL), flow.zoneId(REPLY)))));
  }

  @Test
  void runsOnAViewWithoutAllocating() {
    FlowBuffer view = Flows.buffer(Flows.natted().mark(0x1f).zone(Zone.of(7)));
    FlowFilter user = FlowFilter.of(flow -> flow.timeoutSeconds() > 0);
    FlowFilter filter =
        filtersOfTheTranslatedFlow().reduce(user, FlowFilter::and).and(FlowFilter.anyPort(1).not());

    double bytes = Allocation.bytesPerCall(1_000_000, () -> filter.test(view));

    assertThat(filter.test(view)).isTrue();
    assertThat(bytes).isLessThan(Allocation.NOTHING);
  }
}
