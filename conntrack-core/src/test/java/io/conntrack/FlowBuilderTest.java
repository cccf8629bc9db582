package io.conntrack;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlowBuilderTest {

  private static final Tuple TUPLE = Tuple.tcp("192.0.2.1", 40000, "192.0.2.200", 443);
  private static final Instant TIME = Instant.parse("2026-11-23T04:38:26.123456789Z");

  @Test
  void setsNothingByItself() {
    Flow flow = Flow.builder(TUPLE).build();

    assertThat(flow.attributeBits()).isZero();
    assertThat(flow.original()).isEqualTo(TUPLE);
    assertThat(flow.reply()).isEqualTo(TUPLE.inverse());
  }

  static Stream<Arguments> setters() {
    Counters counters = new Counters(4, 238);
    SequenceAdjustment adjustment = new SequenceAdjustment(1000, -5, 7);
    NatRange range = NatRange.to(IpAddress.parse("192.0.2.254"), 80);
    return Stream.of(
        setter(FlowAttribute.ZONE, builder -> builder.zone(Zone.of(7))),
        setter(FlowAttribute.ORIGINAL_ZONE, builder -> builder.zone(ORIGINAL, Zone.of(7))),
        setter(FlowAttribute.REPLY_ZONE, builder -> builder.zone(REPLY, Zone.of(7))),
        setter(FlowAttribute.STATUS, builder -> builder.status(Status.ASSURED)),
        setter(FlowAttribute.TIMEOUT, builder -> builder.timeout(Duration.ZERO)),
        setter(FlowAttribute.MARK, builder -> builder.mark(0)),
        setter(FlowAttribute.ID, builder -> builder.id(FlowId.of(0))),
        setter(FlowAttribute.ORIGINAL_COUNTERS, builder -> builder.counters(ORIGINAL, counters)),
        setter(FlowAttribute.REPLY_COUNTERS, builder -> builder.counters(REPLY, counters)),
        setter(FlowAttribute.START, builder -> builder.start(TIME)),
        setter(FlowAttribute.STOP, builder -> builder.stop(TIME)),
        setter(FlowAttribute.TCP_STATE, builder -> builder.tcpState(TcpState.NONE)),
        setter(FlowAttribute.HELPER, builder -> builder.helper("ftp")),
        setter(FlowAttribute.LABELS, builder -> builder.labels(Labels.of(3))),
        setter(FlowAttribute.MASTER, builder -> builder.master(TUPLE)),
        setter(
            FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT,
            builder -> builder.sequenceAdjustment(ORIGINAL, adjustment)),
        setter(
            FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT,
            builder -> builder.sequenceAdjustment(REPLY, adjustment)),
        setter(FlowAttribute.SYNPROXY, builder -> builder.synproxy(new Synproxy(0, 0, 0))),
        setter(FlowAttribute.SOURCE_NAT, builder -> builder.sourceNat(range)),
        setter(FlowAttribute.DESTINATION_NAT, builder -> builder.destinationNat(range)));
  }

  private static Arguments setter(FlowAttribute attribute, UnaryOperator<FlowBuilder> setter) {
    return arguments(attribute, setter);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  void setsOneAttribute(FlowAttribute attribute, UnaryOperator<FlowBuilder> setter) {
    Flow flow = setter.apply(Flow.builder(TUPLE)).build();

    assertThat(flow.attributeBits()).isEqualTo(attribute.bit());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  void leavesFlowsAloneThatWereBuiltBefore(
      FlowAttribute attribute, UnaryOperator<FlowBuilder> setter) {
    FlowBuilder builder = Flow.builder(TUPLE);

    Flow before = builder.build();
    Flow after = setter.apply(builder).build();

    assertThat(before.has(attribute)).isFalse();
    assertThat(after.toBuilder().build()).isEqualTo(after).isNotEqualTo(before);
  }

  @Test
  void setsTheValuesItIsGiven() {
    Flow flow =
        Flow.builder(TUPLE)
            .timeout(Duration.ofMillis(1_500))
            .mark(-1)
            .id(FlowId.of(-2))
            .counters(ORIGINAL, new Counters(1, 2))
            .counters(REPLY, new Counters(3, -4))
            .start(TIME)
            .stop(Instant.EPOCH.minusMillis(1))
            .build();

    assertThat(flow.timeout()).contains(Duration.ofSeconds(2));
    assertThat(flow.mark()).contains(Mark.of(-1));
    assertThat(flow.id()).contains(FlowId.of(-2));
    assertThat(flow.counters(ORIGINAL)).contains(new Counters(1, 2));
    assertThat(flow.counters(REPLY)).contains(new Counters(3, -4));
    assertThat(flow.start()).contains(TIME);
    assertThat(flow.stop()).contains(Instant.EPOCH.minusMillis(1));
  }

  @Test
  void setsTheRareValuesItIsGiven() {
    Tuple master = Tuple.tcp("192.0.2.1", 3000, "192.0.2.200", 21);
    NatRange range = NatRange.to(IpAddress.parse("192.0.2.254"));

    Flow flow =
        Flow.builder(TUPLE)
            .helper("ftp")
            .labels(Labels.of(0, 127))
            .master(master)
            .sequenceAdjustment(REPLY, new SequenceAdjustment(-1, -2, 3))
            .synproxy(new Synproxy(1, 2, 3))
            .sourceNat(range)
            .build();

    assertThat(flow.helper()).contains("ftp");
    assertThat(flow.labels()).contains(Labels.of(0, 127));
    assertThat(flow.master()).contains(master);
    assertThat(flow.sequenceAdjustment(ORIGINAL)).isEmpty();
    assertThat(flow.sequenceAdjustment(REPLY)).contains(new SequenceAdjustment(-1, -2, 3));
    assertThat(flow.synproxy()).contains(new Synproxy(1, 2, 3));
    assertThat(flow.sourceNat()).contains(range);
    assertThat(flow.destinationNat()).isEmpty();
  }

  static Stream<ProtocolInfo> protocolInfos() {
    TcpInfo.Peer peer = new TcpInfo.Peer(7, TcpInfo.Peer.WINDOW_SCALE, 255);
    return Stream.of(
        TcpInfo.of(TcpState.CLOSE),
        new TcpInfo(null, peer, null),
        new TcpInfo(null, null, peer),
        new TcpInfo(TcpState.ESTABLISHED, new TcpInfo.Peer(255, 255, 255), peer),
        new SctpInfo(SctpState.CLOSED, -1, 7),
        new DccpInfo(DccpState.OPEN, 1, 0xffff_ffff_ffffL));
  }

  @ParameterizedTest
  @MethodSource("protocolInfos")
  void setsProtocolInfo(ProtocolInfo info) {
    assertThat(Flow.builder(TUPLE).protocolInfo(info).build().protocolInfo()).contains(info);
  }

  @ParameterizedTest
  @MethodSource("protocolInfos")
  void replacesAllOfTheProtocolInfo(ProtocolInfo info) {
    TcpInfo.Peer peer = new TcpInfo.Peer(1, 2, 3);
    FlowBuilder builder = Flow.builder(TUPLE).protocolInfo(new TcpInfo(TcpState.NONE, peer, peer));
    FlowBuilder sctp = Flow.builder(TUPLE).protocolInfo(new SctpInfo(SctpState.NONE, 1, 2));

    assertThat(builder.protocolInfo(info).build().protocolInfo()).contains(info);
    assertThat(sctp.protocolInfo(info).build().protocolInfo()).contains(info);
  }

  @Test
  void putsAFlowIntoOneZone() {
    FlowBuilder builder = Flow.builder(TUPLE).zone(Zone.of(7));

    Flow original = builder.zone(ORIGINAL, Zone.of(8)).build();
    Flow reply = builder.zone(REPLY, Zone.of(9)).build();
    Flow both = builder.zone(Zone.of(10)).build();

    assertThat(original.zone(ORIGINAL)).isEqualTo(Zone.of(8));
    assertThat(original.zone(REPLY)).isEqualTo(Zone.DEFAULT);
    assertThat(reply.zone(ORIGINAL)).isEqualTo(Zone.DEFAULT);
    assertThat(reply.zone(REPLY)).isEqualTo(Zone.of(9));
    assertThat(both.zone()).contains(Zone.of(10));
    assertThat(both.has(FlowAttribute.REPLY_ZONE)).isFalse();
  }

  @Test
  void theDefaultZoneIsAbsentAsTheKernelSendsIt() {
    FlowBuilder builder = Flow.builder(TUPLE).zone(Zone.of(7));

    assertThat(builder.zone(Zone.DEFAULT).build().attributeBits()).isZero();
    assertThat(builder.zone(REPLY, Zone.DEFAULT).build().attributeBits()).isZero();
  }

  @Test
  void takesAReplyThatDiffersFromTheInverse() {
    Tuple translated = Tuple.tcp("192.0.2.200", 443, "203.0.113.1", 1024);

    assertThat(Flow.builder(TUPLE).reply(translated).build().reply()).isEqualTo(translated);
  }

  @Test
  void refusesAReplyOfAnotherProtocolOrFamily() {
    FlowBuilder builder = Flow.builder(TUPLE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.reply(Tuple.udp("192.0.2.200", 443, "192.0.2.1", 40000)))
        .withMessage(
            "reply udp 192.0.2.200:443->192.0.2.1:40000 must have the family and protocol of the"
                + " original tcp 192.0.2.1:40000->192.0.2.200:443");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.reply(Tuple.tcp("::2", 443, "::1", 40000)))
        .withMessageStartingWith("reply tcp [::2]:443->[::1]:40000 must have the family");
  }

  @Test
  void refusesATimeoutOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flow.builder(TUPLE).timeout(Duration.ofSeconds(-1)))
        .withMessage("timeout PT-1S is out of range: 0 to 4294967295 seconds");
  }

  @Test
  void refusesAnIcmpErrorMessage() {
    Tuple unreachable = Tuple.icmp("192.0.2.1", "192.0.2.200", 3, 1, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flow.builder(unreachable))
        .withMessageStartingWith("icmp type 3 is no tracked query");
  }

  /** The kernel would leave the flow untranslated, without a word. */
  @Test
  void refusesAddressesOfAnotherFamily() {
    NatRange nat6 = NatRange.to(IpAddress.parse("2001:db8::9"), 80);
    NatRange nat4 = NatRange.to(IpAddress.parse("192.0.2.9"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flows.tcp().sourceNat(nat6))
        .withMessage(
            "mixed address families: NAT to 2001:db8::9 is ipv6, the flow tcp"
                + " 192.0.2.1:40000->192.0.2.200:443 is ipv4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flows.tcp6().destinationNat(nat4))
        .withMessageStartingWith(
            "mixed address families: NAT to 192.0.2.9 is ipv4, the flow tcp [");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flows.tcp().master(Flows.tcp6().build().original()))
        .withMessageStartingWith("mixed address families: master tcp [2001:db8::1]:40000->");
    assertThat(Flows.tcp6().sourceNat(new NatRange(null, null, 1, 2)).build().sourceNat())
        .isPresent();
  }
}
