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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tcp | not tcp | one is the opposite of the other",
        "proto tcp,udp | sctp state closed | a flow has one protocol",
        "udp | icmp type 8 | a flow has one protocol",
        "tcp | orig vtag 5 | a flow has one protocol",
        "proto icmp,50 | sport 1 | this protocol has no ports",
        "src 10.0.0.0/8,192.0.2.1 | src 192.0.2.2,2001:db8::1 | no address lies in both",
        "dport 80-90 | dport 91-100 | a tuple has one such port",
        "tcp state established | tcp state time_wait,close | a flow has one state",
        "icmp type 8 | icmp type 13 | a tuple has one type",
        "orig vtag 5 | orig vtag 6 | a direction has one tag",
        "mark 0x1-0x5 | mark 0x6 | a flow has one mark",
        "orig zone 3 | orig zone 4-5 | a flow has one zone",
        "id 1 | id 2 | a flow has one id",
        "helper ftp | helper sip | a flow has one at most",
        "timeout < 5s | timeout >= 5s | no number is both",
        "timeout = 5s | timeout = 6s | no number is both",
        "bytes > 1k | bytes < 1k | no number is both",
        "age > 1h | age <= 1h | no age is both",
      })
  void findsWhatNoFlowCanBe(String left, String right, String reason) {
    FlowFilter filter = FlowFilter.parse(left + " and assured and " + right);

    assertThat(Contradiction.find(filter))
        .contains("\"" + left + "\" and \"" + right + "\" - " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp and natted",
        "proto tcp,udp and udp",
        "proto tcp,icmp and any port 1",
        "icmp and master dport 21",
        "ipv4 and master src 2001:db8::1",
        "src 10.0.0.0/8,2001:db8::/32 and src 2001:db8::1",
        "tcp and tcp state close",
        "orig zone 1 and reply zone 2",
        "mark 0x1-0x5 and mark 0x5",
        "mark {0x1,0x5}/0xf and mark 0x2/0x2",
        "timeout <= 5s and timeout >= 5s",
        "timeout < 5s and timeout = 4s",
        "timeout < 5s and timeout < 4s",
        "timeout < 5s and use > 9",
        "helper ftp and helper ftp",
        "icmp type 8 and icmp code 0",
        "icmp type 8 and reply icmp type 0",
        "assured and not dying",
        "not tcp and not udp",
        "tcp and (udp or not tcp)",
        "orig packets > 5 and reply packets < 5",
      })
  void allowsWhatAFlowMayBe(String text) {
    assertThat(Contradiction.find(FlowFilter.parse(text))).isEmpty();
  }
}
