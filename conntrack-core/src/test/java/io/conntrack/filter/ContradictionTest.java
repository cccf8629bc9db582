package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Zone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContradictionTest {

  private static final FlowFilter TCP = FlowFilter.protocol(Protocol.TCP);
  private static final FlowFilter UDP = FlowFilter.protocol(Protocol.UDP);
  private static final FlowFilter ICMP = FlowFilter.protocol(Protocol.ICMP);

  static Stream<Arguments> impossiblePairs() {
    return Stream.of(
        arguments(TCP, UDP, "\"tcp\" and \"udp\" - a flow has one protocol"),
        arguments(
            FlowFilter.zone(Zone.DEFAULT),
            FlowFilter.zone(Zone.of(7)),
            "\"zone 0\" and \"zone 7\" - a flow has one zone"),
        arguments(
            FlowFilter.family(IpFamily.IPV4),
            FlowFilter.family(IpFamily.IPV6),
            "\"ipv4\" and \"ipv6\" - a flow has one address family"),
        arguments(
            FlowFilter.family(IpFamily.IPV4),
            FlowFilter.anyAddress("2001:db8::1"),
            "\"ipv4\" and \"any addr 2001:db8::1\" - a flow has one address family"),
        arguments(
            FlowFilter.source("192.0.2.1"),
            FlowFilter.destination("2001:db8::1"),
            "\"src 192.0.2.1\" and \"dst 2001:db8::1\" - a flow has one address family"),
        arguments(
            FlowFilter.source("10.0.0.0/8"),
            FlowFilter.source("11.0.0.0/16"),
            "\"src 10.0.0.0/8\" and \"src 11.0.0.0/16\" - no address lies in both"),
        arguments(
            AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.parse("2001:db8::1")),
            AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.parse("2001:db8::2")),
            "\"reply src 2001:db8::1\" and \"reply src 2001:db8::2\" - no address lies in both"),
        arguments(
            FlowFilter.destinationPort(80),
            FlowFilter.destinationPort(443),
            "\"dport 80\" and \"dport 443\" - a tuple has one such port"),
        arguments(
            FlowFilter.mark(1),
            FlowFilter.mark(2),
            "\"mark 0x1\" and \"mark 0x2\" - they want the same bit set and clear"),
        arguments(
            FlowFilter.mark(1, 0x3),
            FlowFilter.mark(2, 0x6),
            "\"mark 0x1/0x3\" and \"mark 0x2/0x6\" - they want the same bit set and clear"),
        arguments(
            FlowFilter.status(Status.ASSURED),
            FlowFilter.statusUnset(Status.ASSURED.with(Status.DYING)),
            "\"assured\" and \"status !assured,!dying\" - they want the same bit set and clear"),
        arguments(
            ICMP,
            FlowFilter.anyPort(80),
            "\"icmp\" and \"any port 80\" - this protocol has no ports"),
        arguments(
            FlowFilter.sourcePort(80),
            FlowFilter.protocol(Protocol.of(50)),
            "\"sport 80\" and \"proto 50\" - this protocol has no ports"),
        arguments(
            FlowFilter.any(),
            FlowFilter.any().not(),
            "\"any\" and \"not any\" - one is the opposite of the other"));
  }

  @ParameterizedTest
  @MethodSource("impossiblePairs")
  void refusesAnImpossiblePairAndQuotesIt(FlowFilter left, FlowFilter right, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contradiction.refuse(left.and(right)))
        .withMessage("filter can never match: " + reason);
  }

  @ParameterizedTest
  @MethodSource("impossiblePairs")
  void findsAnImpossiblePairInEitherOrder(FlowFilter left, FlowFilter right) {
    assertThat(Contradiction.find(right.and(left))).isPresent();
  }

  @ParameterizedTest
  @MethodSource("impossiblePairs")
  void findsAnImpossiblePairAmongOtherConditions(FlowFilter left, FlowFilter right, String reason) {
    FlowFilter other = FlowFilter.of(flow -> true);

    assertThat(Contradiction.find(other.and(left).and(other.and(right.and(other)))))
        .contains(reason);
  }

  @ParameterizedTest
  @MethodSource("impossiblePairs")
  void allowsAnImpossiblePairAsAlternatives(FlowFilter left, FlowFilter right) {
    assertThat(Contradiction.find(left.or(right))).isEmpty();
    assertThat(Contradiction.find(left.and(right.not()))).isEmpty();
  }

  static Stream<Arguments> possiblePairs() {
    return Stream.of(
        arguments(TCP, TCP),
        arguments(TCP, FlowFilter.destinationPort(443)),
        arguments(FlowFilter.protocol(Protocol.GRE), FlowFilter.sourcePort(0x15)),
        arguments(ICMP, FlowFilter.mark(1)),
        arguments(FlowFilter.zone(Zone.of(7)), FlowFilter.zone(Zone.of(7))),
        arguments(FlowFilter.family(IpFamily.IPV6), FlowFilter.source("2001:db8::/32")),
        arguments(FlowFilter.source("10.0.0.0/8"), FlowFilter.source("10.1.0.0/16")),
        arguments(FlowFilter.source("10.1.0.0/16"), FlowFilter.source("10.0.0.0/8")),
        arguments(FlowFilter.source("10.0.0.1"), FlowFilter.destination("10.0.0.2")),
        arguments(FlowFilter.anyAddress("10.0.0.1"), FlowFilter.anyAddress("10.0.0.2")),
        arguments(FlowFilter.anyAddress("10.0.0.1"), FlowFilter.source("10.0.0.2")),
        arguments(FlowFilter.sourcePort(1), FlowFilter.destinationPort(2)),
        arguments(FlowFilter.sourcePort(1), PortIn.of(Selector.REPLY_SOURCE, 2)),
        arguments(FlowFilter.sourcePort(1), FlowFilter.sourcePort(1)),
        arguments(FlowFilter.anyPort(1), FlowFilter.anyPort(2)),
        arguments(FlowFilter.mark(1, 1), FlowFilter.mark(2, 2)),
        arguments(FlowFilter.mark(3), FlowFilter.mark(1, 1)),
        arguments(FlowFilter.status(Status.ASSURED), FlowFilter.statusUnset(Status.DYING)),
        arguments(FlowFilter.any(), FlowFilter.mark(1).not()));
  }

  @ParameterizedTest
  @MethodSource("possiblePairs")
  void allowsWhatItCannotExclude(FlowFilter left, FlowFilter right) {
    assertThat(Contradiction.find(left.and(right))).isEmpty();
    assertThatCode(() -> Contradiction.refuse(left.and(right))).doesNotThrowAnyException();
  }

  @Test
  void allowsASingleCondition() {
    assertThat(Contradiction.find(TCP)).isEmpty();
    assertThat(Contradiction.find(FlowFilter.any())).isEmpty();
  }
}
