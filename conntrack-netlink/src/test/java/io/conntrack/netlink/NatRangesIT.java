package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkReport;
import io.conntrack.Conntrack;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** New flows are translated to addresses and ports of ranges, of both families and both ends. */
@KernelTest
class NatRangesIT {

  private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
  private static final IpAddress SERVER = IpAddress.parse("198.51.100.2");
  private static final IpAddress CLIENT6 = IpAddress.parse("2001:db8::1");
  private static final IpAddress SERVER6 = IpAddress.parse("2001:db8::2");
  private static final int FIRST = 50_000;
  private static final int LAST = 50_003;
  private static final int FLOWS = LAST - FIRST + 1; // as many as a single address has room for

  private Conntrack conntrack;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  /** The protocols of which the kernel chooses ports. */
  static Stream<Tuple> withPorts() {
    return Stream.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)
        .flatMap(
            protocol ->
                Stream.of(
                    Tuple.of(protocol, CLIENT, 40_000, SERVER, 443),
                    Tuple.of(protocol, CLIENT6, 40_000, SERVER6, 443)));
  }

  static Stream<Tuple> pings() {
    return Stream.of(
        Tuple.of(Protocol.ICMP, CLIENT, SERVER, 8, 0, 5),
        Tuple.of(Protocol.ICMPV6, CLIENT6, SERVER6, 128, 0, 5));
  }

  /** Returns the tuple of another client. */
  private static Tuple client(Tuple tuple, int number) {
    IpAddress source = IpAddress.of(tuple.family(), tuple.source().high(), 0xc0000264L + number);
    return tuple.hasPorts()
        ? Tuple.of(
            tuple.protocol(),
            source,
            tuple.sourcePort(),
            tuple.destination(),
            tuple.destinationPort())
        : Tuple.of(
            tuple.protocol(),
            source,
            tuple.destination(),
            tuple.icmpType(),
            tuple.icmpCode(),
            tuple.icmpId());
  }

  private static NatRange range(Tuple tuple) {
    return tuple.family() == IpFamily.IPV4
        ? NatRange.between(IpAddress.parse("203.0.113.8"), IpAddress.parse("203.0.113.11"))
        : NatRange.between(IpAddress.parse("2001:db8:1::8"), IpAddress.parse("2001:db8:1::b"));
  }

  private static NatRange one(Tuple tuple) {
    return NatRange.to(range(tuple).address().orElseThrow());
  }

  private Flow create(Flow flow) {
    conntrack.table().create(flow);
    return conntrack.table().get(flow.original()).orElseThrow();
  }

  private static void assertInside(IpAddress address, NatRange range) {
    assertThat(address.high()).isEqualTo(range.firstAddress().high());
    assertThat(address.low()).isBetween(range.firstAddress().low(), range.lastAddress().low());
  }

  @ParameterizedTest
  @MethodSource("withPorts")
  void usesEachSourcePortOfARange(Tuple tuple) {
    NatRange range = one(tuple).withPorts(FIRST, LAST);

    List<Flow> flows = createAsMany(tuple, range);

    assertUsesEach(flows, flow -> flow.reply().destinationPort());
    assertThat(flows)
        .allSatisfy(flow -> assertThat(flow.reply().destination()).isEqualTo(range.firstAddress()));
    assertNoneIsLeft(tuple, range);
  }

  @ParameterizedTest
  @MethodSource("pings")
  void usesEachIdOfARange(Tuple tuple) {
    NatRange range = one(tuple).withPorts(FIRST, LAST);

    List<Flow> flows = createAsMany(tuple, range);

    assertUsesEach(flows, flow -> flow.reply().icmpId());
    assertNoneIsLeft(tuple, range);
  }

  private List<Flow> createAsMany(Tuple tuple, NatRange range) {
    return IntStream.range(0, FLOWS)
        .mapToObj(number -> SampleFlows.plain(client(tuple, number)))
        .map(flow -> create(flow.toBuilder().sourceNat(range).build()))
        .toList();
  }

  private static void assertUsesEach(List<Flow> flows, ToIntFunction<Flow> port) {
    assertThat(flows.stream().map(port::applyAsInt))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(FIRST, LAST).boxed().toList());
    assertThat(flows)
        .allSatisfy(
            flow -> assertThat(flow.status().orElseThrow().has(Status.SOURCE_NAT)).isTrue());
  }

  private void assertNoneIsLeft(Tuple tuple, NatRange range) {
    Flow another = SampleFlows.plain(client(tuple, FLOWS)).toBuilder().sourceNat(range).build();

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> conntrack.table().create(another))
        .withMessageContaining("the port that NAT needs, is taken");
    assertThat(conntrack.table().count()).isEqualTo(FLOWS);
  }

  @ParameterizedTest
  @MethodSource("withPorts")
  void choosesBothEndsFromRanges(Tuple tuple) {
    NatRange source = range(tuple).withPorts(FIRST, LAST);
    NatRange destination = range(tuple).withPorts(8_440, 8_447);

    Flow shown =
        create(
            SampleFlows.plain(tuple).toBuilder()
                .sourceNat(source)
                .destinationNat(destination)
                .build());

    assertInside(shown.reply().destination(), source);
    assertInside(shown.reply().source(), destination);
    assertThat(shown.reply().destinationPort()).isBetween(FIRST, LAST);
    assertThat(shown.reply().sourcePort()).isBetween(8_440, 8_447);
    assertThat(shown.status().orElseThrow().has(Status.SOURCE_NAT.with(Status.DESTINATION_NAT)))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("withPorts")
  void choosesPortsAlone(Tuple tuple) {
    Flow shown =
        create(
            SampleFlows.plain(tuple).toBuilder()
                .sourceNat(NatRange.ports(FIRST, LAST))
                .destinationNat(NatRange.ports(8_440, 8_447))
                .build());

    assertThat(shown.reply().destination()).isEqualTo(tuple.source());
    assertThat(shown.reply().source()).isEqualTo(tuple.destination());
    assertThat(shown.reply().destinationPort()).isBetween(FIRST, LAST);
    assertThat(shown.reply().sourcePort()).isBetween(8_440, 8_447);
  }

  @ParameterizedTest
  @MethodSource("withPorts")
  void keepsAPortThatLiesInTheRange(Tuple tuple) {
    Flow shown =
        create(
            SampleFlows.plain(tuple).toBuilder()
                .sourceNat(one(tuple).withPorts(39_000, 41_000))
                .build());

    assertThat(shown.reply().destinationPort()).isEqualTo(40_000);
  }

  @ParameterizedTest
  @MethodSource("withPorts")
  void translatesInEachZoneAnew(Tuple tuple) {
    NatRange range = one(tuple).withPorts(FIRST, FIRST);
    for (int zone = 1; zone <= 3; zone++) {
      Flow flow = SampleFlows.plain(tuple).toBuilder().sourceNat(range).zone(Zone.of(zone)).build();

      conntrack.table().create(flow);

      Flow shown = conntrack.table().get(tuple, Zone.of(zone)).orElseThrow();
      assertThat(shown.reply().destinationPort()).isEqualTo(FIRST);
      assertThat(conntrack.table().get(shown.reply(), Zone.of(zone)))
          .map(Flow::original)
          .contains(tuple);
    }
  }

  @Test
  void translatesInBulk() {
    Tuple tuple = Tuple.of(Protocol.TCP, CLIENT6, 40_000, SERVER6, 443);
    NatRange range = one(tuple).withPorts(FIRST, LAST);
    List<Flow> flows =
        IntStream.rangeClosed(0, FLOWS)
            .mapToObj(number -> SampleFlows.plain(client(tuple, number)))
            .map(flow -> flow.toBuilder().sourceNat(range).build())
            .toList();

    BulkReport report = conntrack.table().createAll(flows);

    assertThat(report.changed()).isEqualTo(FLOWS);
    assertThat(report.firstFailures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason()).isInstanceOf(FlowExistsException.class));
  }

  @Test
  void givesATranslatedFlowAHelper() {
    Tuple control = Tuple.of(Protocol.TCP, CLIENT, 40_000, SERVER, 21);

    Flow shown =
        create(
            SampleFlows.plain(control).toBuilder()
                .helper("ftp")
                .sourceNat(one(control).withPorts(FIRST, LAST))
                .build());

    assertThat(shown.helper()).contains("ftp");
    assertThat(shown.reply().destinationPort()).isBetween(FIRST, LAST);
  }
}
