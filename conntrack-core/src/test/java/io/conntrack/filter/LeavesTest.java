package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Allocation;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeavesTest {

  private static final long SECOND = 1_000_000_000L;

  /**
   * A flow that has everything: {@code 192.0.2.1:40000->198.51.100.1:443}, both ends translated.
   */
  private static FlowBuffer full() {
    FlowBuffer flow = Flows.buffer(Flows.natted().mark(0x1f).zone(Zone.of(7)));
    flow.id(77);
    flow.use(2);
    flow.counters(Direction.ORIGINAL, 10, 1_000);
    flow.counters(Direction.REPLY, 20, 2_000);
    flow.start(100 * SECOND);
    flow.stop(160 * SECOND);
    flow.labels(0b1010, 1L << 63);
    flow.helper("ftp");
    flow.securityContext("a:b");
    flow.master().copy(Tuple.tcp("192.0.2.9", 5, "198.51.100.9", 21));
    return flow;
  }

  static Stream<String> selecting() {
    return Stream.of(
        "reply addr 203.0.113.9 and reply addr 192.0.2.254",
        "any src 203.0.113.9 and any src 192.0.2.1",
        "any dst 192.0.2.254 and any dst 198.51.100.1",
        "orig addr 192.0.2.1 and orig addr 198.51.100.1",
        "orig port 443 and orig port 40000 and reply port 50000",
        "any sport 8443 and any dport 50000 and any dport 1-443",
        "master src 192.0.2.9 and master dst 198.51.100.9 and master addr 192.0.2.9",
        "master sport 5 and master dport 21 and master port 5",
        "src 10.0.0.0/8,192.0.2.0/30,2001:db8::/32",
        "proto udp,tcp and ipv4",
        "tcp state established,close",
        "mark 0x1f and mark 0x10/0xf0 and mark 0x10-0x20 and mark {0,0xf}/0xf",
        "zone 7 and orig zone 7 and reply zone 1-9",
        "assured and seen-reply and status assured,!dying and not offloaded",
        "snat and dnat and natted and snat to 192.0.2.254:50000 and dnat to 203.0.113.0/24",
        "natted to 192.0.2.254 and natted to 203.0.113.9:8443",
        "label 1 and label all 1,3,127 and label any 0,127 and label 0x8/0xc",
        "helper ftp and secctx a:b and id 77",
        "timeout <= 5m and timeout >= 300 and timeout = 5m and timeout > 4m",
        "packets = 30 and orig packets < 11 and reply packets > 19",
        "bytes = 3k and orig bytes <= 1k and reply bytes >= 2k and use = 2",
        "age = 1m and age > 59s and age < 61s",
        "has labels and has master and has tcp-state");
  }

  @ParameterizedTest
  @MethodSource("selecting")
  void selectsByEveryField(String text) {
    FlowFilter filter = FlowFilter.parse(text);

    assertThat(filter.test(full())).isTrue();
    assertThat(filter.test(Flow.copyOf(full()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src 203.0.113.9",
        "reply src 192.0.2.1",
        "orig addr 203.0.113.9",
        "any addr 192.0.2.9", // the master's
        "any port 21",
        "master src 192.0.2.1",
        "master port 443",
        "any src 198.51.100.1",
        "sport 443",
        "proto udp,sctp",
        "tcp state close",
        "sctp state closed", // the number of established
        "sctp state 3",
        "icmp type 0",
        "mark 0x1e",
        "zone 8",
        "orig zone 0",
        "status assured,dying",
        "snat to 192.0.2.1",
        "snat to 192.0.2.254:1",
        "label all 1,2",
        "label any 0,2",
        "helper ft",
        "secctx a",
        "id 78",
        "timeout < 300",
        "packets = 10",
        "orig bytes > 1k",
        "use > 2",
        "age > 1m",
        "orig vtag 0",
        "has zone and has original-zone",
      })
  void rejectsByEveryField(String text) {
    assertThat(FlowFilter.parse(text).test(full())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout >= 0",
        "timeout = 0",
        "age >= 0",
        "id 0",
        "use >= 0",
        "packets >= 0",
        "orig bytes = 0",
        "reply bytes = 0",
        "tcp state none",
        "sctp state none",
        "orig vtag 0",
        "icmp id 0",
        "any port 0",
        "master addr 0.0.0.0/0",
        "helper \"\"",
        "secctx \"\"",
        "label any 0-127",
      })
  void doesNotTakeAbsenceForAValue(String text) {
    FlowBuffer flow = Flows.buffer(Flows.esp());
    flow.remove(FlowAttribute.TIMEOUT);

    assertThat(FlowFilter.parse(text).test(flow)).isFalse();
    assertThat(FlowFilter.parse("not " + text).test(flow)).isTrue();
  }

  @Test
  void takesAbsentMarkStatusZoneAndLabelsForNone() {
    FlowBuffer flow = Flows.buffer(Flows.esp());

    assertThat(
            FlowFilter.parse("mark 0 and zone 0 and reply zone 0 and status !assured").test(flow))
        .isTrue();
  }

  @Test
  void addsTheCountersOfADirectionThatIsThereAlone() {
    FlowBuffer flow = Flows.buffer(Flows.udp());
    flow.counters(Direction.REPLY, 3, -2);

    assertThat(FlowFilter.parse("packets = 3 and bytes > 1G").test(flow)).isTrue();
    assertThat(FlowFilter.parse("orig packets >= 0").test(flow)).isFalse();
  }

  @Test
  void stopsASumAtTheLargestNumber() {
    FlowBuffer flow = Flows.buffer(Flows.udp());
    flow.counters(Direction.ORIGINAL, -1, -1);
    flow.counters(Direction.REPLY, 5, 5);

    assertThat(FlowFilter.parse("packets = 18446744073709551615").test(flow)).isTrue();
  }

  @Test
  void seesTranslationWithoutStatusBits() {
    FlowFilter snat = FlowFilter.parse("snat");
    FlowFilter dnat = FlowFilter.parse("dnat");
    Tuple original = Tuple.tcp("192.0.2.1", 1, "192.0.2.2", 2);

    assertThat(translated(original, Tuple.tcp("192.0.2.2", 2, "192.0.2.1", 1)))
        .noneMatch(snat::test)
        .noneMatch(dnat::test);
    assertThat(translated(original, Tuple.tcp("192.0.2.2", 2, "192.0.2.1", 9)))
        .allMatch(snat::test)
        .noneMatch(dnat::test);
    assertThat(translated(original, Tuple.tcp("192.0.2.3", 2, "192.0.2.1", 1)))
        .noneMatch(snat::test)
        .allMatch(dnat::test);
  }

  @Test
  void seesTranslationByStatusBitsAlone() {
    FlowBuffer flow = Flows.buffer(Flows.udp().status(Status.SOURCE_NAT));

    assertThat(FlowFilter.parse("snat and natted and status src-nat").test(flow)).isTrue();
    assertThat(FlowFilter.parse("dnat").test(flow)).isFalse();
  }

  @Test
  void seesATranslatedIcmpIdAndNoMoreInAnAnswer() {
    Tuple original = Tuple.icmp("192.0.2.1", "192.0.2.2", 8, 0, 5);
    FlowFilter snat = FlowFilter.parse("snat");

    assertThat(translated(original, Tuple.icmp("192.0.2.2", "192.0.2.1", 0, 0, 6)))
        .allMatch(snat::test);
    assertThat(translated(original, Tuple.icmp("192.0.2.2", "192.0.2.1", 0, 0, 5)))
        .noneMatch(FlowFilter.natted()::test);
  }

  @Test
  void takesDoneBitsForNoTranslation() {
    Status done = Status.SOURCE_NAT_DONE.with(Status.DESTINATION_NAT_DONE);

    assertThat(FlowFilter.natted().test(Flows.udp().status(done).build())).isFalse();
  }

  private static List<FlowBuffer> translated(Tuple original, Tuple reply) {
    FlowBuffer flow = new FlowBuffer();
    flow.original().copy(original);
    flow.reply().copy(reply);
    return List.of(flow);
  }

  @Test
  void selectsIcmpOfOneFamilyByTypeCodeAndId() {
    Flow ping = Flows.icmp().build();
    Flow ping6 = Flows.icmpv6().build();

    assertThat(FlowFilter.parse("icmp type 8 and icmp code 0 and icmp id 97").test(ping)).isTrue();
    assertThat(FlowFilter.parse("reply icmp type 0").test(ping)).isTrue();
    assertThat(FlowFilter.parse("icmpv6 type 128 and reply icmpv6 type 129").test(ping6)).isTrue();
    assertThat(FlowFilter.parse("icmp id 97").test(ping6)).isFalse();
    assertThat(FlowFilter.parse("icmpv6 id 97").test(ping)).isFalse();
  }

  @Test
  void selectsSctpByStateAndTag() {
    FlowBuffer flow = Flows.buffer(Flows.sctp());
    flow.sctpState(4);
    flow.sctpTags(-1, 5);

    assertThat(FlowFilter.parse("sctp state established and state established").test(flow))
        .isTrue();
    assertThat(FlowFilter.parse("vtag 4294967295 and reply vtag 5").test(flow)).isTrue();
    assertThat(FlowFilter.parse("tcp state 4").test(flow)).isFalse();
  }

  @Test
  void measuresTheAgeByTheClockOrByTheEvent() {
    FlowBuffer flow = Flows.buffer(Flows.udp());
    flow.start(100 * SECOND);
    FlowFilter minute = FilterParser.parse("age = 1m", () -> Instant.ofEpochSecond(160));
    FlowFilter none = FilterParser.parse("age = 0", () -> Instant.ofEpochSecond(99));

    assertThat(minute.test(flow)).isTrue();
    assertThat(none.test(flow)).isTrue();
    assertThat(FlowFilter.parse("age > 1d").test(flow)).isTrue();
    flow.eventTime(130 * SECOND);
    assertThat(FlowFilter.parse("age = 30s").test(flow)).isTrue();
  }

  @Test
  void refusesWhatNoFlowCanHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Not(FlowFilter.any().not()))
        .withMessageContaining("negates twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new And(List.of(FlowFilter.any())))
        .withMessageContaining("expected two or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuantityIs(Quantity.BYTES, Comparison.MORE, -1))
        .withMessage("bytes > 18446744073709551615 can never match");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AgeIs(Comparison.LESS, 0, Instant::now))
        .withMessageContaining("can never match");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelIn.masked(Labels.of(1), Labels.of(2)))
        .withMessage("labels {1} under mask {2} can never match");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelIn.any(Labels.NONE))
        .withMessage("no label given - name at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpIn.of(Protocol.TCP, IcmpIn.Field.TYPE, 8))
        .withMessage("protocol tcp has no type - expected icmp or icmpv6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateIn.of(StateIn.Tracker.TCP, 256))
        .withMessage("tcp state 256 is out of range: 0 to 255");
  }

  @Test
  void joinsLongChainsInOneNode() {
    FlowFilter chain =
        Stream.iterate(0, port -> port + 1)
            .limit(2_000)
            .map(FlowFilter::sourcePort)
            .reduce(FlowFilter::or)
            .orElseThrow();

    assertThat(chain)
        .isInstanceOfSatisfying(Or.class, or -> assertThat(or.operands()).hasSize(2_000));
    assertThat(chain.test(Flows.tcp(0).build())).isTrue();
    assertThat(chain.not().test(Flows.tcp().build())).isTrue();
  }

  @Test
  void findsAnAddressInALargeSet() {
    PrefixSet even =
        PrefixSet.of(
            Stream.iterate(0, bits -> bits + 2)
                .limit(50_000)
                .map(bits -> IpPrefix.of(IpAddress.v4(bits)))
                .toList());

    assertThat(even.contains(IpAddress.v4(99_998))).isTrue();
    assertThat(even.contains(IpAddress.v4(99_997))).isFalse();
    assertThat(even.contains(IpAddress.v6(0, 99_998))).isFalse();
  }

  @Test
  void runsEveryLeafWithoutAllocating() {
    FlowBuffer view = full();
    view.remove(FlowAttribute.STOP); // so that the age asks the clock
    FlowFilter all =
        selecting()
            .filter(text -> !text.startsWith("age"))
            .map(FlowFilter::parse)
            .reduce(FlowFilter.parse("age > 1m"), FlowFilter::and);

    double bytes = Allocation.bytesPerCall(200_000, () -> all.test(view));

    assertThat(all.test(view)).isTrue();
    assertThat(bytes).isLessThan(Allocation.NOTHING);
  }
}
