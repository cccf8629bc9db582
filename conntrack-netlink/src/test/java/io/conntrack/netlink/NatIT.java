package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowExistsException;
import io.conntrack.IpAddress;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel translates addresses and ports of a new flow as it was asked to. */
@KernelTest
class NatIT extends OpenTable {

  private static final Status BOTH_DONE =
      Status.CONFIRMED.with(Status.SOURCE_NAT_DONE).with(Status.DESTINATION_NAT_DONE);
  private static final IpAddress PUBLIC = IpAddress.parse("203.0.113.8");
  private static final IpAddress PUBLIC_LAST = IpAddress.parse("203.0.113.11");
  private static final IpAddress PUBLIC6 = IpAddress.parse("2001:db8:1::8");
  private static final IpAddress PUBLIC6_LAST = IpAddress.parse("2001:db8:1::b");
  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Tuple TCP6 = Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 443);

  /** Protocols whose answers have other ports or none; ICMP keeps its id on both sides. */
  static List<Tuple> tuples() {
    return SampleFlows.tuples();
  }

  @ParameterizedTest
  @MethodSource("tuples")
  void translatesTheSourceAddress(Tuple original) {
    IpAddress address = address(original);

    Flow shown = create(Flow.builder(original).sourceNat(NatRange.to(address)));

    Tuple plain = original.inverse();
    assertThat(shown.reply()).isEqualTo(moved(plain, plain.source(), address));
    assertThat(shown.status()).contains(BOTH_DONE.with(Status.SOURCE_NAT));
  }

  @ParameterizedTest
  @MethodSource("tuples")
  void translatesTheDestinationAddress(Tuple original) {
    IpAddress address = address(original);

    Flow shown = create(Flow.builder(original).destinationNat(NatRange.to(address)));

    Tuple plain = original.inverse();
    assertThat(shown.reply()).isEqualTo(moved(plain, address, plain.destination()));
    assertThat(shown.status()).contains(BOTH_DONE.with(Status.DESTINATION_NAT));
  }

  private static IpAddress address(Tuple original) {
    return original.source().family() == PUBLIC.family() ? PUBLIC : PUBLIC6;
  }

  private static Tuple moved(Tuple tuple, IpAddress source, IpAddress destination) {
    if (tuple.hasPorts()) {
      return Tuple.of(
          tuple.protocol(), source, tuple.sourcePort(), destination, tuple.destinationPort());
    }
    return tuple.hasIcmp()
        ? Tuple.of(
            tuple.protocol(),
            source,
            destination,
            tuple.icmpType(),
            tuple.icmpCode(),
            tuple.icmpId())
        : Tuple.of(tuple.protocol(), source, destination);
  }

  @Test
  void translatesAddressesAndPortsOfBothEnds() {
    Flow shown =
        create(
            Flow.builder(TCP)
                .sourceNat(NatRange.to(PUBLIC, 50_000))
                .destinationNat(NatRange.to(PUBLIC_LAST, 8_443)));

    assertThat(shown.reply()).isEqualTo(Tuple.tcp("203.0.113.11", 8_443, "203.0.113.8", 50_000));
    assertThat(shown.status())
        .contains(BOTH_DONE.with(Status.SOURCE_NAT).with(Status.DESTINATION_NAT));
    assertThat(table.get(shown.reply())).isPresent();
  }

  @Test
  void translatesAPortAlone() {
    Flow shown = create(Flow.builder(TCP6).destinationNat(new NatRange(null, null, 8_443, 8_443)));

    assertThat(shown.reply()).isEqualTo(Tuple.tcp("2001:db8::2", 8_443, "2001:db8::1", 40_000));
  }

  @Test
  void translatesTheIdOfAPing() {
    Tuple ping = Tuple.icmp("192.0.2.1", "198.51.100.2", 8, 0, 5);

    Flow shown = create(Flow.builder(ping).sourceNat(NatRange.to(PUBLIC, 77)));

    assertThat(shown.reply()).isEqualTo(Tuple.icmp("198.51.100.2", "203.0.113.8", 0, 0, 77));
  }

  @Test
  void translatesTheIdOfAPingToAnotherDestination() {
    Tuple ping = Tuple.icmpv6("2001:db8::1", "2001:db8::2", 128, 0, 5);

    Flow shown = create(Flow.builder(ping).destinationNat(NatRange.to(PUBLIC6, 77)));

    assertThat(shown.reply()).isEqualTo(Tuple.icmpv6("2001:db8:1::8", "2001:db8::1", 129, 0, 77));
  }

  @Test
  void choosesFromARangeOfAddressesAndPorts() {
    NatRange range = new NatRange(PUBLIC, PUBLIC_LAST, 50_000, 50_007);

    List<Flow> flows =
        IntStream.range(0, 8) // one address has ports for as many
            .mapToObj(i -> Tuple.udp("192.0.2." + i, 40_000, "198.51.100.2", 53))
            .map(tuple -> Flow.builder(tuple).sourceNat(range))
            .map(this::create)
            .toList();

    assertThat(flows)
        .allSatisfy(
            flow -> {
              assertThat(flow.reply().destination().low())
                  .isBetween(PUBLIC.low(), PUBLIC_LAST.low());
              assertThat(flow.reply().destinationPort()).isBetween(50_000, 50_007);
            })
        .extracting(Flow::reply)
        .doesNotHaveDuplicates();
  }

  @Test
  void choosesTheDestinationFromARangeOfAddressesAndPorts() {
    NatRange range = new NatRange(PUBLIC, PUBLIC_LAST, 8_440, 8_447);

    Flow shown = create(Flow.builder(TCP).destinationNat(range));

    assertThat(shown.reply().source().low()).isBetween(PUBLIC.low(), PUBLIC_LAST.low());
    assertThat(shown.reply().sourcePort()).isBetween(8_440, 8_447);
    assertThat(shown.reply().destination()).isEqualTo(TCP.source());
    assertThat(shown.status()).contains(BOTH_DONE.with(Status.DESTINATION_NAT));
  }

  @Test
  void choosesFromARangeOfIpv6Addresses() {
    Flow shown = create(Flow.builder(TCP6).sourceNat(new NatRange(PUBLIC6, PUBLIC6_LAST, 0, 0)));

    assertThat(shown.reply().destination().high()).isEqualTo(PUBLIC6.high());
    assertThat(shown.reply().destination().low()).isBetween(PUBLIC6.low(), PUBLIC6_LAST.low());
    assertThat(shown.reply().destinationPort()).isEqualTo(40_000);
  }

  @Test
  void takesAnotherPortWhereTheOwnOneIsTaken() {
    create(Flow.builder(TCP).sourceNat(NatRange.to(PUBLIC)));

    Flow second =
        create(
            Flow.builder(Tuple.tcp("192.0.2.99", 40_000, "198.51.100.2", 443))
                .sourceNat(NatRange.to(PUBLIC)));

    assertThat(second.reply().destination()).isEqualTo(PUBLIC);
    assertThat(second.reply().destinationPort()).isNotEqualTo(40_000);
  }

  @Test
  void refusesAFlowForWhichNoPortIsLeft() {
    create(Flow.builder(TCP).sourceNat(NatRange.to(PUBLIC, 50_000)));
    Flow second =
        Flow.builder(Tuple.tcp("192.0.2.99", 40_000, "198.51.100.2", 443))
            .timeout(SampleFlows.TIMEOUT)
            .sourceNat(NatRange.to(PUBLIC, 50_000))
            .build();

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> table.create(second))
        .withMessageContaining("EEXIST")
        .withMessageContaining("the port that NAT needs, is taken");
    assertThat(table.count()).isEqualTo(1);
  }

  @Test
  void leavesAFlowAloneThatIsTranslatedToItself() {
    Flow shown = create(Flow.builder(TCP).sourceNat(NatRange.to(TCP.source())));

    assertThat(shown.reply()).isEqualTo(TCP.inverse());
    assertThat(shown.status()).contains(BOTH_DONE);
  }

  @Test
  void translatesNoPacketOfAFlowWithAForeignReplyAlone() {
    Tuple reply = Tuple.tcp("203.0.113.11", 8_443, "203.0.113.8", 50_000);

    Flow shown = create(Flow.builder(TCP).reply(reply));

    assertThat(shown.reply()).isEqualTo(reply);
    assertThat(shown.status()).contains(Status.CONFIRMED);
  }

  @Test
  void translatesGreKeys() {
    Tuple gre =
        Tuple.of(
            Protocol.GRE,
            IpAddress.parse("192.0.2.1"),
            0x15,
            IpAddress.parse("198.51.100.2"),
            0x19);

    Flow shown = create(Flow.builder(gre).sourceNat(NatRange.to(PUBLIC, 0x77)));

    assertThat(shown.reply().destination()).isEqualTo(PUBLIC);
  }

  private Flow create(FlowBuilder builder) {
    Flow flow = builder.timeout(SampleFlows.TIMEOUT).build();
    table.create(flow);
    return table.get(flow.original()).orElseThrow();
  }
}
