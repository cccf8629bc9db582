package io.conntrack.format;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.conntrack.Allocation;
import io.conntrack.Counters;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.LabelNames;
import io.conntrack.Law;
import io.conntrack.Protocol;
import io.conntrack.RandomFlows;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import io.conntrack.spi.TupleBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextFormatTest {

  private static final Instant START = Instant.parse("2026-11-23T04:38:26.900Z");
  private static final Tuple TUPLE = Tuple.udp("192.0.2.1", 1, "192.0.2.200", 2);
  private static final String ORIGINAL_TEXT = "src=192.0.2.1 dst=192.0.2.200 sport=1 dport=2";
  private static final String REPLY_TEXT = "src=192.0.2.200 dst=192.0.2.1 sport=2 dport=1";

  private final FlowBuffer view = Flows.buffer(Flow.builder(TUPLE));

  /** Lines of the {@code conntrack} command. */
  static Stream<Arguments> flowsAndTheirLines() {
    return Stream.of(
        arguments(
            buffer(
                Flow.builder(Tuple.tcp("127.0.0.1", 3000, "127.0.0.1", 21))
                    .timeout(Duration.ofSeconds(431_999))
                    .tcpState(TcpState.ESTABLISHED)
                    .status(Status.SEEN_REPLY.with(Status.ASSURED))
                    .counters(ORIGINAL, new Counters(4, 238))
                    .counters(REPLY, new Counters(3, 172))
                    .mark(0)
                    .start(START)
                    .stop(START)
                    .helper("ftp")),
            "tcp      6 431999 ESTABLISHED src=127.0.0.1 dst=127.0.0.1 sport=3000 dport=21 packets=4"
                + " bytes=238 src=127.0.0.1 dst=127.0.0.1 sport=21 dport=3000 packets=3 bytes=172"
                + " [ASSURED] mark=0 delta-time=0 helper=ftp use=1"),
        arguments(
            unreplied(Tuple.icmpv6("2001:db8::1", "2001:db8::2", 128, 0, 97)),
            "icmpv6   58 499 src=2001:db8::1 dst=2001:db8::2 type=128 code=0 id=97 [UNREPLIED]"
                + " src=2001:db8::2 dst=2001:db8::1 type=129 code=0 id=97 mark=0 use=1"),
        arguments(
            unreplied(
                Flow.builder(Tuple.udp("1.1.1.2", 11, "2.2.2.2", 21)).zone(ORIGINAL, Zone.of(4))),
            "udp      17 499 src=1.1.1.2 dst=2.2.2.2 sport=11 dport=21 zone-orig=4 [UNREPLIED]"
                + " src=2.2.2.2 dst=1.1.1.2 sport=21 dport=11 mark=0 use=1"),
        arguments(
            unreplied(ports(Protocol.GRE, 0x15, 0x19)),
            "gre      47 499 src=1.1.1.1 dst=2.2.2.2 srckey=0x15 dstkey=0x19 [UNREPLIED]"
                + " src=2.2.2.2 dst=1.1.1.1 srckey=0x19 dstkey=0x15 mark=0 use=1"),
        arguments(
            unreplied(
                Tuple.of(Protocol.of(50), IpAddress.parse("1.1.1.1"), IpAddress.parse("2.2.2.2"))),
            "unknown  50 499 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 mark=0"
                + " use=1"),
        arguments(
            unreplied(Tuple.icmp("1.1.1.1", "2.2.2.2", 8, 0, 65535)),
            "icmp     1 499 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=65535 [UNREPLIED] src=2.2.2.2"
                + " dst=1.1.1.1 type=0 code=0 id=65535 mark=0 use=1"),
        arguments(
            unreplied(ports(Protocol.UDPLITE, 1, 2)),
            "udplite  136 499 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2"
                + " dst=1.1.1.1 sport=2 dport=1 mark=0 use=1"));
  }

  private static FlowBuffer unreplied(Tuple original) {
    return unreplied(Flow.builder(original));
  }

  private static FlowBuffer unreplied(FlowBuilder flow) {
    return buffer(flow.timeout(Duration.ofSeconds(499)).status(Status.CONFIRMED).mark(0));
  }

  private static FlowBuffer buffer(FlowBuilder flow) {
    FlowBuffer buffer = Flows.buffer(flow);
    buffer.use(1);
    return buffer;
  }

  private static Tuple ports(Protocol protocol, int source, int destination) {
    return Tuple.of(
        protocol, IpAddress.parse("1.1.1.1"), source, IpAddress.parse("2.2.2.2"), destination);
  }

  @ParameterizedTest
  @MethodSource("flowsAndTheirLines")
  void writesTheLineOfTheCommand(FlowBuffer flow, String line) {
    assertThat(TextFormat.PLAIN.format(flow)).isEqualTo(line);
    assertThat(Flow.copyOf(flow)).hasToString(line);
  }

  @Test
  void leavesOutWhatIsAbsent() {
    assertThat(line()).isEqualTo("udp      17 " + ORIGINAL_TEXT + " " + REPLY_TEXT);
  }

  @Test
  void writesEveryFieldInItsPlace() {
    view.timeout(-1);
    view.tcpState(2);
    view.zone(ORIGINAL, 4);
    view.counters(ORIGINAL, 1, 2);
    view.status(Status.ASSURED.bits());
    view.zone(REPLY, 4);
    view.counters(REPLY, 3, 4);
    view.mark(5);
    view.securityContext("system_u:object_r:unlabeled_t:s0");
    view.zone(4);
    view.start(1_000_000_000L);
    view.stop(8_000_000_000L);
    view.helper("sip");
    view.use(6);

    assertThat(line())
        .isEqualTo(
            "udp      17 4294967295 SYN_RECV %s zone-orig=4 packets=1 bytes=2 [UNREPLIED] %s"
                + " zone-reply=4 packets=3 bytes=4 [ASSURED] mark=5"
                + " secctx=system_u:object_r:unlabeled_t:s0 zone=4 delta-time=7 helper=sip use=6",
            ORIGINAL_TEXT, REPLY_TEXT);
  }

  @Test
  void writesZeroIfItIsPresent() {
    view.timeout(0);
    view.counters(ORIGINAL, 0, 0);
    view.mark(0);
    view.use(0);

    assertThat(line())
        .isEqualTo("udp      17 0 %s packets=0 bytes=0 %s mark=0 use=0", ORIGINAL_TEXT, REPLY_TEXT);
  }

  @Test
  void writesNumbersUnsigned() {
    view.counters(REPLY, -1, Long.MIN_VALUE);
    view.mark(-1);
    view.use(-1);

    assertThat(line())
        .endsWith(
            " packets=18446744073709551615 bytes=9223372036854775808 mark=4294967295"
                + " use=4294967295");
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "3, ESTABLISHED", "9, SYN_SENT2", "10, NONE", "255, NONE"})
  void writesTheTcpState(int number, String name) {
    view.tcpState(number);

    assertThat(line()).startsWith("udp      17 " + name + " src=");
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "4, ESTABLISHED", "8, HEARTBEAT_SENT", "9, HEARTBEAT_ACKED", "10, NONE"})
  void writesTheSctpState(int number, String name) {
    FlowBuffer sctp = Flows.buffer(Flows.sctp());
    sctp.sctpState(number);

    assertThat(TextFormat.PLAIN.format(sctp)).startsWith("sctp     132 300 " + name + " src=");
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "3, PARTOPEN", "9, INVALID", "10, NONE"})
  void writesTheDccpState(int number, String name) {
    FlowBuffer dccp = Flows.buffer(Flows.dccp());
    dccp.dccpState(number);

    assertThat(TextFormat.PLAIN.format(dccp)).startsWith("dccp     33 300 " + name + " src=");
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, ' [UNREPLIED]', ''",
    "0x8, ' [UNREPLIED]', ''",
    "0x2, '', ''",
    "0x6, '', ' [ASSURED]'",
    "0x4, ' [UNREPLIED]', ' [ASSURED]'",
    "0x4006, '', ' [OFFLOAD]'",
    "0x4000, ' [UNREPLIED]', ' [OFFLOAD]'",
    "0x8006, '', ' [HW_OFFLOAD]'",
    "0xc006, '', ' [HW_OFFLOAD]'",
  })
  void writesAtMostOneTagBesideUnreplied(String status, String unreplied, String tag) {
    view.status(Integer.decode(status));

    assertThat(line())
        .isEqualTo("udp      17 %s%s %s%s", ORIGINAL_TEXT, unreplied, REPLY_TEXT, tag);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0xf, 0x0, 0xf",
    "16, 255, 0x10, 0xff",
    "256, 4095, 0x100, 0xfff",
    "4096, 65535, 0x1000, 0xffff"
  })
  void writesGreKeysInHexadecimal(int source, int destination, String sourceKey, String key) {
    Flow flow = Flow.builder(ports(Protocol.GRE, source, destination)).build();

    assertThat(flow)
        .hasToString(
            "gre      47 src=1.1.1.1 dst=2.2.2.2 srckey=%s dstkey=%s src=2.2.2.2 dst=1.1.1.1"
                + " srckey=%s dstkey=%s",
            sourceKey, key, key, sourceKey);
  }

  /** What the kernel sends may lack what the protocol has; the command makes up zeros then. */
  @ParameterizedTest
  @CsvSource({
    "6, tcp, ' sport=0 dport=0'",
    "17, udp, ' sport=0 dport=0'",
    "33, dccp, ' sport=0 dport=0'",
    "132, sctp, ' sport=0 dport=0'",
    "136, udplite, ' sport=0 dport=0'",
    "47, gre, ' srckey=0x0 dstkey=0x0'",
    "1, icmp, ' type=0 code=0 id=0'",
    "58, icmpv6, ' type=0 code=0 id=0'",
    "89, unknown, ''",
    "0, unknown, ''"
  })
  void writesWhatTheProtocolHasEvenIfItWasNotSent(int number, String name, String layer4) {
    FlowBuffer bare = new FlowBuffer();
    for (TupleBuffer tuple : List.of(bare.original(), bare.reply())) {
      tuple.protocol(number);
      tuple.source(0, 0x01010101);
      tuple.destination(0, 0x02020202);
    }

    assertThat(TextFormat.PLAIN.format(bare))
        .isEqualTo(
            "%-8s %d src=1.1.1.1 dst=2.2.2.2%s src=1.1.1.1 dst=2.2.2.2%s",
            name, number, layer4, layer4);
  }

  @Test
  void leavesOutPortsOfAProtocolThatHasNone() {
    view.original().protocol(89);
    view.reply().protocol(89);

    assertThat(line())
        .isEqualTo("unknown  89 src=192.0.2.1 dst=192.0.2.200 src=192.0.2.200 dst=192.0.2.1");
  }

  @Test
  void writesIpv6InShortestForm() {
    Flow flow = Flow.builder(Tuple.udp("2001:DB8:0::1", 1, "::ffff:192.0.2.1", 2)).build();

    assertThat(flow)
        .hasToString(
            "udp      17 src=2001:db8::1 dst=::ffff:192.0.2.1 sport=1 dport=2"
                + " src=::ffff:192.0.2.1 dst=2001:db8::1 sport=2 dport=1");
  }

  @Test
  void cutsBothTimesToSecondsBeforeSubtracting() {
    view.start(1_900_000_000L);
    view.stop(3_100_000_000L);

    assertThat(line()).endsWith(" delta-time=2");
  }

  @Test
  void countsUpToNowIfTheFlowHasNotEnded() {
    view.start(0);

    long before = System.currentTimeMillis() / 1_000;
    long age = Long.parseLong(line().replaceFirst(".* delta-time=", ""));

    assertThat(age).isBetween(before, System.currentTimeMillis() / 1_000);
  }

  @Test
  void leavesOutWhatNeedsAnOption() {
    view.id(7);
    view.labels(1, 0);
    view.eventTime(1);
    view.stop(1);

    assertThat(line()).isEqualTo("udp      17 " + ORIGINAL_TEXT + " " + REPLY_TEXT);
  }

  @Test
  void writesWhatOptionsAskFor() {
    view.status(Status.SEEN_REPLY.bits());
    view.start(START.getEpochSecond() * 1_000_000_000L);
    view.stop(START.plusSeconds(7).getEpochSecond() * 1_000_000_000L);
    view.use(1);
    view.id(-1);
    view.labels(0b1010, 0);
    TextFormat format =
        TextFormat.PLAIN
            .extended()
            .withId()
            .withKernelTimes()
            .withLabels(LabelNames.parse(List.of("1 one", "2 two", "3 three")))
            .withTimeZone(ZoneOffset.UTC);

    assertThat(format.format(view))
        .isEqualTo(
            "ipv4     2 udp      17 %s %s delta-time=7 [start=Mon Nov 23 04:38:26 2026] [stop=Mon"
                + " Nov 23 04:38:33 2026] use=1 id=4294967295 labels=one,three",
            ORIGINAL_TEXT, REPLY_TEXT);
  }

  @Test
  void writesTheNetworkProtocolOfIpv6() {
    assertThat(TextFormat.PLAIN.extended().format(Flows.buffer(Flows.udp6())))
        .startsWith("ipv6     10 udp      17 ");
  }

  @ParameterizedTest
  @CsvSource({"NEW, '    [NEW] '", "UPDATE, ' [UPDATE] '", "DESTROY, '[DESTROY] '"})
  void writesWhatHappened(EventType type, String label) {
    assertThat(TextFormat.PLAIN.appendEvent(new StringBuilder(), type, view).toString())
        .isEqualTo(label + line());
  }

  @Test
  void writesTheKernelsTimeOfAnEvent() {
    view.eventTime(1_795_408_825_000_281_999L);

    assertThat(clocked()).startsWith("[1795408825.000281]\t    [NEW] udp ");
  }

  @Test
  void writesTheCurrentTimeIfTheKernelSendsNone() {
    long before = System.currentTimeMillis() / 1_000;
    long second = Long.parseLong(clocked().substring(1).replaceFirst("\\..*", ""));

    assertThat(second).isBetween(before, System.currentTimeMillis() / 1_000);
    assertThat(clocked()).matches("\\[[0-9]+\\.[0-9]{6}]\t    \\[NEW] udp .*");
  }

  private String clocked() {
    return TextFormat.PLAIN
        .withClock()
        .appendEvent(new StringBuilder(), EventType.NEW, view)
        .toString();
  }

  @Test
  void appendsToALine() {
    StringBuilder line = new StringBuilder("[NEW] ");

    StringBuilder same = TextFormat.PLAIN.appendTo(line, view);

    assertThat(same).isSameAs(line).hasToString("[NEW] " + line());
  }

  @Law
  void writesAFlowAsItWritesItsView(long seed) {
    FlowBuffer any = RandomFlows.next(new Random(seed));
    any.stop(1);

    assertThat(TextFormat.PLAIN.format(any))
        .as("seed %d", seed)
        .isEqualTo(TextFormat.PLAIN.format(Flow.copyOf(any)))
        .doesNotEndWith(" ");
  }

  @Test
  void appendsWithoutAllocatingOnceTheLineHasGrown() {
    FlowBuffer tcp =
        Flows.buffer(Flows.natted().counters(REPLY, new Counters(3, 172)).start(START));
    FlowBuffer ping = Flows.buffer(Flows.icmpv6().mark(-1).zone(REPLY, Zone.of(4)).helper("sip"));
    FlowBuffer gre = Flows.buffer(Flows.gre().status(Status.OFFLOADED));
    StringBuilder line = new StringBuilder(1_000);

    double bytes =
        Allocation.bytesPerCall(
            200_000,
            () -> {
              line.setLength(0);
              TextFormat.PLAIN.appendTo(line, tcp);
              TextFormat.PLAIN.appendTo(line, ping);
              TextFormat.PLAIN.appendTo(line, gre);
            });

    assertThat(bytes).isLessThan(Allocation.NOTHING);
  }

  private String line() {
    return TextFormat.PLAIN.format(view);
  }
}
