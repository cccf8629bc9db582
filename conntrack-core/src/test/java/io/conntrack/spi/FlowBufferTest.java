package io.conntrack.spi;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Allocation;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowField;
import io.conntrack.Flows;
import io.conntrack.Law;
import io.conntrack.RandomFlows;
import io.conntrack.Tuple;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowBufferTest {

  private final FlowBuffer flow = new FlowBuffer();

  @Test
  void isEmptyAtFirst() {
    assertThat(flow.attributeBits()).isZero();
    assertThat(flow.original()).hasToString("0 0.0.0.0->0.0.0.0");
    assertThat(flow.reply()).hasToString("0 0.0.0.0->0.0.0.0");
    assertThat(flow.masterTuple()).isNull();
    assertThat(flow.helperName()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void carriesExactlyWhatWasSet(FlowField field) {
    field.set(flow, 200);

    assertThat(flow.attributeBits()).isEqualTo(field.attribute().bit());
    assertThat(flow.has(field.attribute())).isTrue();
    assertThat(field.get(flow)).isNotEqualTo(field.get(new FlowBuffer()));
  }

  @ParameterizedTest
  @EnumSource
  void carriesZeroToo(FlowField field) {
    field.set(flow, 0);

    assertThat(flow.attributeBits()).isEqualTo(field.attribute().bit());
  }

  @ParameterizedTest
  @EnumSource
  void takesTheLastValue(FlowField field) {
    field.set(flow, 255);
    Object first = field.get(flow);

    field.set(flow, 1);

    assertThat(field.get(flow)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void forgetsAValueWhenCleared(FlowField field) {
    field.set(flow, 200);

    flow.clear();

    assertThat(flow.attributeBits()).isZero();
    assertThat(field.get(flow)).isEqualTo(field.get(new FlowBuffer()));
  }

  @ParameterizedTest
  @EnumSource
  void forgetsAValueWhenItsAttributeIsRemoved(FlowField field) {
    field.set(flow, 200);

    flow.remove(field.attribute());

    assertThat(flow.has(field.attribute())).isFalse();
    assertThat(field.get(flow)).isEqualTo(field.get(new FlowBuffer()));
  }

  @ParameterizedTest
  @EnumSource
  void copiesEachField(FlowField field) {
    FlowBuffer copy = new FlowBuffer();
    field.set(flow, 200);

    copy.copy(flow);

    assertThat(copy.attributeBits()).isEqualTo(field.attribute().bit());
    assertThat(field.get(copy)).isEqualTo(field.get(flow));
  }

  @ParameterizedTest
  @EnumSource
  void copiesZeroAsZero(FlowField field) {
    FlowBuffer copy = new FlowBuffer();
    field.set(flow, 0);

    copy.copy(flow);

    assertThat(copy.attributeBits()).isEqualTo(field.attribute().bit());
    assertThat(field.get(copy)).isEqualTo(field.get(flow));
  }

  @ParameterizedTest
  @EnumSource
  void aCopyKeepsNothingOfWhatWasThereBefore(FlowField field) {
    field.set(flow, 200);

    flow.copy(new FlowBuffer());

    assertThat(flow.attributeBits()).isZero();
    assertThat(field.get(flow)).isEqualTo(field.get(new FlowBuffer()));
  }

  @Law
  void aCopyOfACopyEqualsTheFlow(long seed) {
    Flow original = Flow.copyOf(RandomFlows.next(new Random(seed)));

    flow.copy(original);

    assertThat(Flow.copyOf(flow)).as("seed %d", seed).isEqualTo(original);
  }

  @Test
  void keepsUnsignedNumbers() {
    flow.timeout(-1);
    flow.use(-2);
    flow.counters(ORIGINAL, -1, -2);
    flow.zone(0x1ffff);

    assertThat(flow.timeoutSeconds()).isEqualTo(4_294_967_295L);
    assertThat(flow.useCount()).isEqualTo(4_294_967_294L);
    assertThat(flow.packets(ORIGINAL)).isEqualTo(-1);
    assertThat(flow.bytes(ORIGINAL)).isEqualTo(-2);
    assertThat(flow.zoneId(REPLY)).isEqualTo(65535);
  }

  @Test
  void tellsTheDirectionsApart() {
    flow.counters(ORIGINAL, 1, 2);
    flow.counters(REPLY, 3, 4);
    flow.tcpPeer(ORIGINAL, 5, 6, 7);
    flow.tcpPeer(REPLY, 8, 9, 10);
    flow.sctpTags(11, 12);

    assertThat(flow.packets(ORIGINAL)).isEqualTo(1);
    assertThat(flow.bytes(ORIGINAL)).isEqualTo(2);
    assertThat(flow.packets(REPLY)).isEqualTo(3);
    assertThat(flow.bytes(REPLY)).isEqualTo(4);
    assertThat(flow.tcpWindowScale(ORIGINAL)).isEqualTo(5);
    assertThat(flow.tcpFlags(ORIGINAL)).isEqualTo(6);
    assertThat(flow.tcpFlagsMask(ORIGINAL)).isEqualTo(7);
    assertThat(flow.tcpWindowScale(REPLY)).isEqualTo(8);
    assertThat(flow.tcpFlags(REPLY)).isEqualTo(9);
    assertThat(flow.tcpFlagsMask(REPLY)).isEqualTo(10);
    assertThat(flow.sctpTag(ORIGINAL)).isEqualTo(11);
    assertThat(flow.sctpTag(REPLY)).isEqualTo(12);
  }

  @Test
  void aZoneOfBothDirectionsShowsInBoth() {
    flow.zone(7);

    assertThat(flow.zoneId(ORIGINAL)).isEqualTo(7);
    assertThat(flow.zoneId(REPLY)).isEqualTo(7);
  }

  @Test
  void aZoneOfOneDirectionLeavesTheOtherInTheDefaultZone() {
    flow.zone(REPLY, 7);

    assertThat(flow.zoneId(ORIGINAL)).isZero();
    assertThat(flow.zoneId(REPLY)).isEqualTo(7);
  }

  @Test
  void emptiesTheMasterBeforeItIsFilled() {
    flow.master().copy(Tuple.tcp("192.0.2.1", 1, "192.0.2.200", 21));

    TupleBuffer master = flow.master();

    assertThat(master.hasPorts()).isFalse();
    assertThat(flow.has(FlowAttribute.MASTER)).isTrue();
  }

  @Test
  void isFilledAgainAndAgainWithoutAllocating() {
    Flow first = Flows.natted().build();
    Flow second = Flows.icmpv6().master(Flows.udp6().build().original()).build();

    double bytes =
        Allocation.bytesPerCall(
            200_000,
            () -> {
              flow.copy(first);
              flow.copy(second);
            });

    assertThat(bytes).isLessThan(Allocation.NOTHING);
  }
}
