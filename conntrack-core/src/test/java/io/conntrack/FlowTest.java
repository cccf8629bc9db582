package io.conntrack;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTest {

  private static final Tuple TUPLE = Tuple.tcp("192.0.2.1", 40000, "192.0.2.200", 443);
  private static final SequenceAdjustment NO_ADJUSTMENT = new SequenceAdjustment(0, 1, 0);

  private final FlowBuffer view = Flows.buffer(Flow.builder(TUPLE));
  private final FlowBuffer other = Flows.buffer(Flow.builder(TUPLE));

  /** Each accessor with its field and what that field's zero looks like. */
  static Stream<Arguments> accessors() {
    return Stream.of(
        accessor("status", FlowField.STATUS, Flow::status, Status.of(0)),
        accessor("timeout", FlowField.TIMEOUT, Flow::timeout, Duration.ZERO),
        accessor("mark", FlowField.MARK, Flow::mark, Mark.ZERO),
        accessor("id", FlowField.ID, Flow::id, FlowId.of(0)),
        accessor("zone", FlowField.ZONE, Flow::zone, Zone.DEFAULT),
        accessor(
            "counters of the original",
            FlowField.ORIGINAL_BYTES,
            flow -> flow.counters(ORIGINAL),
            new Counters(0, 0)),
        accessor(
            "counters of the reply",
            FlowField.REPLY_PACKETS,
            flow -> flow.counters(REPLY),
            new Counters(0, 0)),
        accessor("start", FlowField.START, Flow::start, Instant.EPOCH),
        accessor("stop", FlowField.STOP, Flow::stop, Instant.EPOCH),
        accessor("event time", FlowField.EVENT_TIME, Flow::eventTime, Instant.EPOCH),
        accessor("TCP state", FlowField.TCP_STATE, Flow::tcpState, TcpState.NONE),
        accessor("TCP info", FlowField.TCP_STATE, Flow::protocolInfo, TcpInfo.of(TcpState.NONE)),
        accessor(
            "SCTP info",
            FlowField.SCTP_STATE,
            Flow::protocolInfo,
            new SctpInfo(SctpState.NONE, 0, 0)),
        accessor(
            "DCCP info",
            FlowField.DCCP_STATE,
            Flow::protocolInfo,
            new DccpInfo(DccpState.NONE, 0, 0)),
        accessor("helper", FlowField.HELPER, Flow::helper, ""),
        accessor("labels", FlowField.LABELS_LOW, Flow::labels, Labels.NONE),
        accessor("security context", FlowField.SECURITY_CONTEXT, Flow::securityContext, ""),
        accessor(
            "master", FlowField.MASTER, Flow::master, Tuple.tcp("192.0.2.1", 0, "192.0.2.200", 21)),
        accessor(
            "sequence adjustment of the original",
            FlowField.ORIGINAL_SEQUENCE_ADJUSTMENT,
            flow -> flow.sequenceAdjustment(ORIGINAL),
            NO_ADJUSTMENT),
        accessor(
            "sequence adjustment of the reply",
            FlowField.REPLY_SEQUENCE_ADJUSTMENT,
            flow -> flow.sequenceAdjustment(REPLY),
            NO_ADJUSTMENT),
        accessor("SYN proxy", FlowField.SYNPROXY_OFFSET, Flow::synproxy, new Synproxy(0, 0, 0)),
        accessor("source NAT", FlowField.SOURCE_NAT, Flow::sourceNat, NatRange.to(IpAddress.v4(0))),
        accessor(
            "destination NAT",
            FlowField.DESTINATION_NAT,
            Flow::destinationNat,
            NatRange.to(IpAddress.v4(0))));
  }

  private static Arguments accessor(
      String name, FlowField field, Function<Flow, Optional<?>> accessor, Object zero) {
    return arguments(name, field, accessor, zero);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accessors")
  void tellsAbsentFromZero(
      String name, FlowField field, Function<Flow, Optional<Object>> accessor, Object zero) {
    Flow without = Flow.copyOf(view);
    field.set(view, 0);
    Flow withZero = Flow.copyOf(view);

    assertThat(accessor.apply(without)).isEmpty();
    assertThat(accessor.apply(withZero)).contains(zero);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accessors")
  void givesWhatWasSet(
      String name, FlowField field, Function<Flow, Optional<Object>> accessor, Object zero) {
    field.set(view, 3);

    Flow flow = Flow.copyOf(view);

    assertThat(accessor.apply(flow)).isPresent().isNotEqualTo(Optional.of(zero));
  }

  @Test
  void tellsAnAbsentUseCountFromZero() {
    Flow without = Flow.copyOf(view);
    view.use(0);

    assertThat(without.use()).isEmpty();
    assertThat(Flow.copyOf(view).use()).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void givesUnsignedNumbers() {
    view.timeout(-1);
    view.use(-1);
    view.id(-1);
    view.mark(0x80000000);

    Flow flow = Flow.copyOf(view);

    assertThat(flow.timeout()).contains(Duration.ofSeconds(4_294_967_295L));
    assertThat(flow.use()).hasValue(4_294_967_295L);
    assertThat(flow.id()).hasValueSatisfying(id -> assertThat(id).hasToString("4294967295"));
    assertThat(flow.mark()).hasValueSatisfying(mark -> assertThat(mark).hasToString("0x80000000"));
  }

  @Test
  void givesTimesToTheNanosecond() {
    view.start(1_795_408_706_123_456_789L);
    view.stop(-1);

    Flow flow = Flow.copyOf(view);

    assertThat(flow.start()).contains(Instant.parse("2026-11-23T04:38:26.123456789Z"));
    assertThat(flow.stop()).contains(Instant.EPOCH.minusNanos(1));
  }

  @Test
  void givesTheZoneOfEachDirection() {
    view.zone(ORIGINAL, 4);

    Flow flow = Flow.copyOf(view);

    assertThat(flow.zone()).isEmpty();
    assertThat(flow.zone(ORIGINAL)).isEqualTo(Zone.of(4));
    assertThat(flow.zone(REPLY)).isEqualTo(Zone.DEFAULT);
  }

  @Test
  void givesTcpPeersWithoutAState() {
    view.tcpPeer(REPLY, 7, TcpInfo.Peer.SACK_PERMITTED, 255);

    Flow flow = Flow.copyOf(view);

    assertThat(flow.tcpState()).isEmpty();
    assertThat(flow.protocolInfo())
        .contains(new TcpInfo(null, null, new TcpInfo.Peer(7, TcpInfo.Peer.SACK_PERMITTED, 255)));
  }

  @Test
  void givesAllOfAnSctpOrDccpConnection() {
    view.sctpState(3);
    view.sctpTags(-1, 7);
    other.dccpState(4);
    other.dccpHandshake(1, 0xffff_ffff_ffffL);

    assertThat(Flow.copyOf(view).protocolInfo())
        .contains(new SctpInfo(SctpState.COOKIE_ECHOED, -1, 7));
    assertThat(Flow.copyOf(other).protocolInfo())
        .contains(new DccpInfo(DccpState.OPEN, 1, 0xffff_ffff_ffffL));
  }

  @Test
  void keepsAnUnknownState() {
    view.tcpState(200);

    assertThat(Flow.copyOf(view).tcpState()).contains(new TcpState(200));
  }

  @ParameterizedTest
  @EnumSource
  void equalsAFlowWithTheSameValue(FlowField field) {
    field.set(view, 200);
    field.set(other, 200);

    assertThat(Flow.copyOf(view))
        .isEqualTo(Flow.copyOf(other))
        .hasSameHashCodeAs(Flow.copyOf(other));
  }

  @ParameterizedTest
  @EnumSource
  void differsFromAFlowWithAnotherValue(FlowField field) {
    field.set(view, 200);
    field.set(other, 201);

    assertThat(Flow.copyOf(view)).isNotEqualTo(Flow.copyOf(other));
  }

  @ParameterizedTest
  @EnumSource
  void withZeroDiffersFromAFlowWithout(FlowField field) {
    field.set(view, 0);

    assertThat(Flow.copyOf(view)).isNotEqualTo(Flow.copyOf(other));
  }

  @Test
  void differsIfATupleDiffers() {
    Flow flow = Flow.builder(TUPLE).build();
    Tuple translated = Tuple.tcp("192.0.2.200", 443, "192.0.2.254", 40000);

    assertThat(flow)
        .isNotEqualTo(Flow.builder(TUPLE.inverse()).build())
        .isNotEqualTo(Flow.builder(TUPLE).reply(translated).build())
        .isNotEqualTo(null)
        .isEqualTo(Flow.builder(TUPLE).build());
  }

  @Test
  void isNotCopiedAgain() {
    Flow flow = Flows.tcp().build();

    assertThat(Flow.copyOf(flow)).isSameAs(flow);
  }

  @Law
  void aCopyOfItsViewEqualsIt(long seed) {
    FlowBuffer any = RandomFlows.next(new Random(seed));

    Flow flow = Flow.copyOf(any);
    Flow again = Flow.copyOf(any);

    assertThat(again).as("seed %d", seed).isEqualTo(flow).hasSameHashCodeAs(flow);
  }

  @Law
  void isBuiltAgainFromItself(long seed) {
    Flow flow = Flow.copyOf(RandomFlows.next(new Random(seed)));

    assertThat(flow.toBuilder().build()).as("seed %d", seed).isEqualTo(flow);
  }

  @Test
  void readsAsALineOfTheListing() {
    assertThat(Flows.tcp().mark(7).build())
        .hasToString(
            "tcp      6 300 ESTABLISHED src=192.0.2.1 dst=192.0.2.200 sport=40000 dport=443"
                + " src=192.0.2.200 dst=192.0.2.1 sport=443 dport=40000 [ASSURED] mark=7");
  }
}
