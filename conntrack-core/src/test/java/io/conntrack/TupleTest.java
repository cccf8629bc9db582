package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.conntrack.spi.TupleBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TupleTest {

  private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
  private static final IpAddress SERVER = IpAddress.parse("192.0.2.200");
  private static final IpAddress CLIENT6 = IpAddress.parse("2001:db8::1");
  private static final IpAddress SERVER6 = IpAddress.parse("2001:db8::c8");

  static Stream<Arguments> tuplesAndTheirTexts() {
    return Stream.of(
        arguments(
            Tuple.tcp("192.0.2.1", 40000, "192.0.2.200", 443),
            "tcp 192.0.2.1:40000->192.0.2.200:443"),
        arguments(
            Tuple.tcp("2001:db8::1", 0, "2001:db8::c8", 65535),
            "tcp [2001:db8::1]:0->[2001:db8::c8]:65535"),
        arguments(
            Tuple.udp("0.0.0.0", 68, "255.255.255.255", 67), "udp 0.0.0.0:68->255.255.255.255:67"),
        arguments(Tuple.udp("::", 1, "::1", 2), "udp [::]:1->[::1]:2"),
        arguments(Tuple.sctp("192.0.2.1", 1, "192.0.2.200", 2), "sctp 192.0.2.1:1->192.0.2.200:2"),
        arguments(Tuple.sctp("::1", 1, "::2", 2), "sctp [::1]:1->[::2]:2"),
        arguments(
            Tuple.icmp("192.0.2.1", "192.0.2.200", 8, 0, 65535),
            "icmp 192.0.2.1->192.0.2.200 type 8 code 0 id 65535"),
        arguments(
            Tuple.icmpv6("2001:db8::1", "2001:db8::c8", 255, 255, 7),
            "icmpv6 2001:db8::1->2001:db8::c8 type 255 code 255 id 7"),
        arguments(
            Tuple.of(Protocol.GRE, CLIENT, 0x15, SERVER, 0x19), "gre 192.0.2.1:21->192.0.2.200:25"),
        arguments(
            Tuple.of(Protocol.UDPLITE, CLIENT6, 1, SERVER6, 2),
            "udplite [2001:db8::1]:1->[2001:db8::c8]:2"),
        arguments(Tuple.of(Protocol.DCCP, CLIENT, 1, SERVER, 2), "dccp 192.0.2.1:1->192.0.2.200:2"),
        arguments(Tuple.of(Protocol.DCCP, CLIENT, SERVER), "dccp 192.0.2.1->192.0.2.200"),
        arguments(Tuple.of(Protocol.of(50), CLIENT, SERVER), "50 192.0.2.1->192.0.2.200"),
        arguments(Tuple.of(Protocol.of(255), CLIENT6, SERVER6), "255 2001:db8::1->2001:db8::c8"));
  }

  @ParameterizedTest
  @MethodSource("tuplesAndTheirTexts")
  void writesProtocolAddressesAndLayer4(Tuple tuple, String text) {
    assertThat(tuple).hasToString(text);
  }

  @Test
  void hasPorts() {
    Tuple tuple = Tuple.tcp("192.0.2.1", 65535, "192.0.2.200", 443);

    assertThat(tuple.protocol()).isEqualTo(Protocol.TCP);
    assertThat(tuple.source()).isEqualTo(CLIENT);
    assertThat(tuple.destination()).isEqualTo(SERVER);
    assertThat(tuple.hasPorts()).isTrue();
    assertThat(tuple.sourcePort()).isEqualTo(65535);
    assertThat(tuple.destinationPort()).isEqualTo(443);
  }

  @Test
  void hasNoIcmpFieldsBesidePorts() {
    Tuple tuple = Tuple.tcp("192.0.2.1", 65535, "192.0.2.200", 65535);

    assertThat(tuple.hasIcmp()).isFalse();
    assertThat(tuple.icmpType()).isZero();
    assertThat(tuple.icmpCode()).isZero();
    assertThat(tuple.icmpId()).isZero();
  }

  @Test
  void hasTypeCodeAndId() {
    Tuple tuple = Tuple.icmpv6("2001:db8::1", "2001:db8::c8", 128, 254, 65535);

    assertThat(tuple.protocol()).isEqualTo(Protocol.ICMPV6);
    assertThat(tuple.source()).isEqualTo(CLIENT6);
    assertThat(tuple.destination()).isEqualTo(SERVER6);
    assertThat(tuple.hasIcmp()).isTrue();
    assertThat(tuple.icmpType()).isEqualTo(128);
    assertThat(tuple.icmpCode()).isEqualTo(254);
    assertThat(tuple.icmpId()).isEqualTo(65535);
  }

  @Test
  void hasNoPortsBesideIcmpFields() {
    Tuple tuple = Tuple.icmp("192.0.2.1", "192.0.2.200", 255, 255, 65535);

    assertThat(tuple.hasPorts()).isFalse();
    assertThat(tuple.sourcePort()).isZero();
    assertThat(tuple.destinationPort()).isZero();
  }

  @Test
  void hasAddressesAlone() {
    Tuple tuple = Tuple.of(Protocol.of(255), CLIENT6, SERVER6);

    assertThat(tuple.protocolNumber()).isEqualTo(255);
    assertThat(tuple.hasPorts()).isFalse();
    assertThat(tuple.hasIcmp()).isFalse();
  }

  static Stream<Arguments> wrongArguments() {
    return Stream.of(
        refused(
            () -> Tuple.tcp("192.0.2.1", 65536, "192.0.2.200", 1),
            "source port 65536 is out of range: 0 to 65535"),
        refused(
            () -> Tuple.udp("192.0.2.1", 1, "192.0.2.200", -1),
            "destination port -1 is out of range: 0 to 65535"),
        refused(
            () -> Tuple.icmp("192.0.2.1", "192.0.2.200", 256, 0, 0),
            "ICMP type 256 is out of range: 0 to 255"),
        refused(
            () -> Tuple.icmp("192.0.2.1", "192.0.2.200", 0, -1, 0),
            "ICMP code -1 is out of range: 0 to 255"),
        refused(
            () -> Tuple.icmpv6("2001:db8::1", "2001:db8::2", 128, 0, 65536),
            "ICMP id 65536 is out of range: 0 to 65535"),
        refused(
            () -> Tuple.tcp("192.0.2.1", 1, "2001:db8::c8", 2),
            "mixed address families: source 192.0.2.1 is ipv4, destination 2001:db8::c8 is ipv6 - a"
                + " flow has one family"),
        refused(
            () -> Tuple.of(Protocol.of(50), CLIENT6, SERVER),
            "mixed address families: source 2001:db8::1 is ipv6, destination 192.0.2.200 is ipv4 -"
                + " a flow has one family"),
        refused(
            () -> Tuple.of(Protocol.ICMP, CLIENT, 1, SERVER, 2),
            "icmp has no ports - expected tcp, udp, udplite, sctp, dccp or gre"),
        refused(
            () -> Tuple.of(Protocol.of(50), CLIENT, 1, SERVER, 2),
            "50 has no ports - expected tcp, udp, udplite, sctp, dccp or gre"),
        refused(
            () -> Tuple.of(Protocol.TCP, CLIENT, SERVER, 8, 0, 1),
            "tcp has no type, code and id - expected icmp or icmpv6"),
        refused(
            () -> Tuple.icmp("2001:db8::1", "2001:db8::c8", 8, 0, 1),
            "icmp 2001:db8::1->2001:db8::c8: these addresses are ipv6 - expected ipv4 ones, or"
                + " icmpv6"),
        refused(
            () -> Tuple.icmpv6("192.0.2.1", "192.0.2.200", 128, 0, 1),
            "icmpv6 192.0.2.1->192.0.2.200: these addresses are ipv4 - expected ipv6 ones, or"
                + " icmp"));
  }

  private static Arguments refused(ThrowingCallable call, String message) {
    return arguments(call, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrongArguments")
  void refusesWrongArgumentsAndQuotesThem(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp", "udplite", "sctp", "gre"})
  void refusesToLeaveOutPortsThatTheKernelDemands(String protocol) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuple.of(Protocol.parse(protocol), CLIENT, SERVER))
        .withMessage(
            "%s 192.0.2.1->192.0.2.200 is incomplete - expected also a source and a destination"
                + " port",
            protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {"icmp", "icmpv6"})
  void refusesToLeaveOutTheTypeCodeAndId(String protocol) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuple.of(Protocol.parse(protocol), CLIENT, SERVER))
        .withMessage(
            "%s 192.0.2.1->192.0.2.200 is incomplete - expected also a type, a code and an id",
            protocol);
  }

  /** The kernel tracks ICMP between IPv6 addresses if told to, and may come to send less. */
  @Test
  void copiesWhateverAViewHas() {
    TupleBuffer view = new TupleBuffer();
    view.copy(Tuple.icmpv6("2001:db8::1", "2001:db8::c8", 128, 0, 7));
    view.protocol(Protocol.ICMP.number());
    view.icmp(8, 0, 7);

    assertThat(Tuple.copyOf(view)).hasToString("icmp 2001:db8::1->2001:db8::c8 type 8 code 0 id 7");
    assertThat(Tuple.copyOf(view).inverse())
        .hasToString("icmp 2001:db8::c8->2001:db8::1 type 0 code 0 id 7");
    assertThat(bare(Protocol.TCP)).hasToString("tcp 192.0.2.1->192.0.2.200");
    assertThat(bare(Protocol.ICMP)).hasToString("icmp 192.0.2.1->192.0.2.200");
  }

  private static Tuple bare(Protocol protocol) {
    TupleBuffer view = new TupleBuffer();
    view.copy(Tuple.of(Protocol.of(50), CLIENT, SERVER));
    view.protocol(protocol.number());
    return Tuple.copyOf(view);
  }

  @ParameterizedTest
  @CsvSource({"localhost, 192.0.2.1, localhost", "192.0.2.1, 192.0.2.01, 192.0.2.01"})
  void refusesTextThatIsNoAddress(String source, String destination, String quoted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuple.tcp(source, 1, destination, 2))
        .withMessageStartingWith("not an IP address: \"" + quoted + "\"");
  }

  static Stream<Arguments> tuplesAndTheirAnswers() {
    return Stream.of(
        arguments(
            Tuple.tcp("192.0.2.1", 1, "192.0.2.2", 2), Tuple.tcp("192.0.2.2", 2, "192.0.2.1", 1)),
        arguments(Tuple.udp("::1", 1, "::2", 2), Tuple.udp("::2", 2, "::1", 1)),
        arguments(
            Tuple.of(Protocol.GRE, CLIENT, 0x15, SERVER, 0x19),
            Tuple.of(Protocol.GRE, SERVER, 0x19, CLIENT, 0x15)),
        arguments(
            Tuple.icmp("192.0.2.1", "192.0.2.2", 8, 3, 7),
            Tuple.icmp("192.0.2.2", "192.0.2.1", 0, 3, 7)),
        arguments(Tuple.icmpv6("::1", "::2", 139, 2, 7), Tuple.icmpv6("::2", "::1", 140, 2, 7)),
        arguments(
            Tuple.of(Protocol.of(50), CLIENT6, SERVER6),
            Tuple.of(Protocol.of(50), SERVER6, CLIENT6)));
  }

  @ParameterizedTest
  @MethodSource("tuplesAndTheirAnswers")
  void itsInverseIsTheTupleOfTheAnswers(Tuple tuple, Tuple answer) {
    assertThat(tuple.inverse()).isEqualTo(answer);
  }

  @Test
  void refusesToInvertAnIcmpErrorMessage() {
    Tuple unreachable = Tuple.icmp("192.0.2.1", "192.0.2.200", 3, 1, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(unreachable::inverse)
        .withMessageStartingWith("icmp type 3 is no tracked query - expected 8 or 0 (echo)");
  }

  @Law
  void twiceInvertedIsTheSame(long seed) {
    Tuple tuple = RandomFlows.tuple(new Random(seed));

    assertThat(tuple.inverse().inverse()).as("seed %d", seed).isEqualTo(tuple);
  }

  @Law
  void aCopyOfAViewEqualsTheTuple(long seed) {
    Tuple tuple = RandomFlows.tuple(new Random(seed));
    TupleBuffer view = new TupleBuffer();
    view.copy(tuple);

    Tuple copy = Tuple.copyOf(view);

    assertThat(copy)
        .as("seed %d", seed)
        .isEqualTo(tuple)
        .hasSameHashCodeAs(tuple)
        .hasToString(tuple.toString());
    assertThat(copy.source()).as("seed %d", seed).isEqualTo(tuple.source());
    assertThat(copy.destination()).as("seed %d", seed).isEqualTo(tuple.destination());
  }

  @Test
  void aCopyStaysWhenTheViewChanges() {
    TupleBuffer view = new TupleBuffer();
    view.copy(Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 2));

    Tuple copy = Tuple.copyOf(view);
    view.clear();

    assertThat(copy).isEqualTo(Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 2));
  }

  @Test
  void isNotCopiedAgain() {
    Tuple tuple = Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 2);

    assertThat(Tuple.copyOf(tuple)).isSameAs(tuple);
  }

  static Stream<Tuple> tuplesThatDifferInOnePlace() {
    return Stream.of(
        Tuple.udp("192.0.2.1", 1, "192.0.2.200", 2),
        Tuple.tcp("192.0.2.3", 1, "192.0.2.200", 2),
        Tuple.tcp("192.0.2.1", 3, "192.0.2.200", 2),
        Tuple.tcp("192.0.2.1", 1, "192.0.2.3", 2),
        Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 3),
        Tuple.tcp("::192.0.2.1", 1, "::192.0.2.200", 2),
        bare(Protocol.TCP));
  }

  @ParameterizedTest
  @MethodSource("tuplesThatDifferInOnePlace")
  void differsIfOnePlaceDiffers(Tuple other) {
    assertThat(other).isNotEqualTo(Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 2));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db9::1, 2001:db8::c8, 8, 0, 7",
    "2001:db8::2, 2001:db8::c8, 8, 0, 7",
    "2001:db8::1, 2001:db9::c8, 8, 0, 7",
    "2001:db8::1, 2001:db8::c9, 8, 0, 7",
    "2001:db8::1, 2001:db8::c8, 9, 0, 7",
    "2001:db8::1, 2001:db8::c8, 8, 1, 7",
    "2001:db8::1, 2001:db8::c8, 8, 0, 8",
  })
  void differsIfOneIpv6OrIcmpPlaceDiffers(
      String source, String destination, int type, int code, int id) {
    assertThat(Tuple.icmpv6(source, destination, type, code, id))
        .isNotEqualTo(Tuple.icmpv6("2001:db8::1", "2001:db8::c8", 8, 0, 7));
  }

  @Test
  void withPortsOfZeroIsNotATupleOfAddresses() {
    Tuple ports = Tuple.of(Protocol.DCCP, CLIENT, 0, SERVER, 0);
    Tuple addresses = Tuple.of(Protocol.DCCP, CLIENT, SERVER);

    assertThat(ports).isNotEqualTo(addresses);
  }
}
