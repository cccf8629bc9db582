package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.Labels;
import io.conntrack.Mark;
import io.conntrack.Protocol;
import io.conntrack.SequenceAdjustment;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.spi.TupleBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is created comes back as it was asked for, can be changed, and goes. */
@KernelTest
class RoundTripIT extends OpenTable {

  private static final Tuple FTP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 21);
  private static final Tuple FTP6 = Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 21);

  static List<Tuple> tuples() {
    return SampleFlows.tuples();
  }

  @ParameterizedTest
  @MethodSource("tuples")
  void showsAPlainFlowAsItWasCreated(Tuple original) {
    Flow flow = SampleFlows.plain(original);

    table.create(flow);

    assertShown(flow, Zone.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("tuples")
  void showsAllThatCanBeSet(Tuple original, Netns netns) throws Exception {
    netns.useLabels();
    Flow flow = SampleFlows.full(original);

    table.create(flow);

    assertShown(flow, SampleFlows.ZONE);
    assertThat(table.get(original)).as("in the default zone").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tuples")
  void changesWhatTheUpdateSetsAndNothingElse(Tuple original, Netns netns) throws Exception {
    netns.useLabels();
    Flow flow = SampleFlows.full(original).toBuilder().status(Status.SEEN_REPLY).build();
    table.create(flow);

    FlowUpdate update =
        FlowUpdate.builder()
            .timeout(Duration.ofMinutes(15))
            .addStatus(Status.ASSURED)
            .mark(0x0000_1200, 0x0000_ff00)
            .labels(Labels.of(1, 127), Labels.of(0, 1, 126, 127))
            .build();
    table.update(original, SampleFlows.ZONE, update);

    Flow changed =
        flow.toBuilder()
            .timeout(Duration.ofMinutes(15))
            .status(Status.SEEN_REPLY.with(Status.ASSURED))
            .mark(0xdead12ef)
            .labels(Labels.of(1, 3, 63, 64, 127))
            .build();
    assertShown(changed, SampleFlows.ZONE);
  }

  @ParameterizedTest
  @MethodSource("tuples")
  void deletesAFlowByItsTupleOrAsItWasRead(Tuple original) {
    Flow flow = SampleFlows.full(original).toBuilder().zone(Zone.DEFAULT).build();
    table.create(flow);
    table.delete(original);
    assertThat(table.count()).isZero();

    table.create(flow);
    table.delete(table.get(original).orElseThrow());
    assertThat(table.count()).isZero();

    table.create(flow);
    table.delete(flow); // has no id
    assertThat(table.get(original)).isEmpty();
    assertThat(dump()).isEmpty();
  }

  static Stream<Direction> directions() {
    return Stream.of(Direction.values());
  }

  @ParameterizedTest
  @MethodSource("directions")
  void putsOneDirectionIntoAZone(Direction direction) {
    Tuple original = Tuple.udp("192.0.2.1", 40_000, "198.51.100.2", 53);
    Flow flow = SampleFlows.plain(original).toBuilder().zone(direction, Zone.of(9)).build();

    table.create(flow);

    assertThat(dump())
        .map(shown -> KernelView.comparable(shown, SampleFlows.TIMEOUT.toSeconds()))
        .containsExactly(KernelView.of(flow));
    Tuple inZone = direction == Direction.ORIGINAL ? original : flow.reply();
    Tuple outside = direction == Direction.ORIGINAL ? flow.reply() : original;
    assertThat(table.get(inZone, Zone.of(9))).isPresent();
    assertThat(table.get(inZone)).isEmpty();
    assertThat(table.get(outside)).isPresent();
    assertThat(table.get(outside, Zone.of(9))).isEmpty();
    table.update(original, flow.zone(Direction.ORIGINAL), FlowUpdate.mark(5));
    assertThat(dump()).singleElement().extracting(Flow::markBits).isEqualTo(5);
    table.delete(dump().get(0));
    assertThat(table.count()).isZero();
  }

  static List<Tuple> ftpControl() {
    return List.of(FTP, FTP6);
  }

  @ParameterizedTest
  @MethodSource("ftpControl")
  void attachesAHelper(Tuple original, Netns netns) throws Exception {
    netns.useLabels();
    Flow flow = SampleFlows.full(original).toBuilder().helper("ftp").build();

    table.create(flow);

    assertShown(flow, SampleFlows.ZONE);
  }

  @Test
  void knowsTheMasterOfAnExpectedFlow() {
    Flow master = SampleFlows.plain(FTP).toBuilder().helper("ftp").build();
    Tuple data = Tuple.tcp("192.0.2.1", 40_001, "198.51.100.2", 50_000);
    Flow expected = SampleFlows.plain(data).toBuilder().master(FTP).build();

    table.create(master);
    table.create(expected);

    assertShown(expected, Zone.DEFAULT);
    table.delete(FTP);
    assertThat(table.get(data).orElseThrow().master()).as("outlives its entry").contains(FTP);
    table.delete(data);
    assertThat(table.count()).isZero();
  }

  @Test
  void adjustsOneDirectionAlone() {
    Flow flow =
        SampleFlows.plain(FTP).toBuilder()
            .sequenceAdjustment(Direction.REPLY, new SequenceAdjustment(9, -1, 1))
            .build();

    table.create(flow);

    assertShown(flow, Zone.DEFAULT);
  }

  @Test
  void keepsATimeoutFixedWhenAsked() {
    Tuple original = Tuple.udp("192.0.2.1", 40_000, "198.51.100.2", 53);
    Flow flow = SampleFlows.plain(original).toBuilder().status(Status.FIXED_TIMEOUT).build();

    table.create(flow);

    assertShown(flow, Zone.DEFAULT);
  }

  @Test
  void capsATimeoutThatTheKernelCannotCount() {
    Flow flow = SampleFlows.plain(FTP).toBuilder().timeout(Duration.ofSeconds(0xffffffffL)).build();

    table.create(flow);

    assertThat(table.get(FTP).orElseThrow().timeoutSeconds())
        .isBetween(2_000_000L, 1L << 31); // (2^31 - 1) ticks, of which a second has 100 to 1000
  }

  @Test
  void endsAFlowByAnUpdateOfItsTimeoutToZero() {
    table.create(SampleFlows.plain(FTP));

    table.update(FTP, FlowUpdate.timeout(Duration.ZERO));

    assertThat(table.get(FTP)).isEmpty();
    assertThat(dump()).isEmpty();
  }

  @Test
  void replacesTheWholeMarkWithoutAMask() {
    table.create(SampleFlows.full(FTP).toBuilder().zone(Zone.DEFAULT).build());

    table.update(FTP, FlowUpdate.mark(0));

    assertThat(table.get(FTP).orElseThrow().mark()).contains(Mark.ZERO);
  }

  @Test
  void changesTheTcpStateAlone() {
    Flow flow = SampleFlows.full(FTP).toBuilder().labels(Labels.NONE).build();
    table.create(flow);

    table.update(FTP, SampleFlows.ZONE, FlowUpdate.builder().tcpState(TcpState.CLOSE_WAIT).build());

    Flow shown = table.get(FTP, SampleFlows.ZONE).orElseThrow();
    assertThat(shown.tcpState()).contains(TcpState.CLOSE_WAIT);
    assertThat(shown.toBuilder().tcpState(TcpState.ESTABLISHED).build().protocolInfo())
        .isEqualTo(KernelView.of(flow).protocolInfo());
  }

  @Test
  void clearsAllLabels(Netns netns) throws Exception {
    netns.useLabels();
    table.create(SampleFlows.plain(FTP).toBuilder().labels(Labels.of(5)).build());

    table.update(FTP, FlowUpdate.builder().labels(Labels.NONE, new Labels(-1, -1)).build());

    assertThat(table.get(FTP).orElseThrow().labels()).isEmpty();
  }

  @Test
  void losesLabelsWhereNoRuleUsesThem() {
    table.create(SampleFlows.plain(FTP).toBuilder().labels(Labels.of(5)).build());

    assertThat(table.get(FTP).orElseThrow().labels()).isEmpty();
  }

  @Test
  void tracksDccpAsTheKernelCan() {
    IpAddress client = IpAddress.parse("192.0.2.1");
    IpAddress server = IpAddress.parse("198.51.100.2");
    Tuple withPorts = Tuple.of(Protocol.DCCP, client, 40_000, server, 5_005);

    table.create(SampleFlows.plain(withPorts));

    Flow shown = dump().get(0);
    assertThat(shown.original())
        .isIn(withPorts, Tuple.of(Protocol.DCCP, client, server)); // since 6.17 without ports
    table.delete(shown);
    assertThat(table.count()).isZero();
  }

  /** {@link Tuple#of} refuses such a tuple, but other programs may have made one. */
  @Test
  void readsIcmpBetweenIpv6Addresses() {
    TupleBuffer ping = new TupleBuffer();
    ping.copy(Tuple.icmpv6("2001:db8::1", "2001:db8::2", 128, 0, 7));
    ping.protocol(Protocol.ICMP.number());
    ping.icmp(8, 0, 7);
    Tuple original = Tuple.copyOf(ping);

    table.create(SampleFlows.plain(original));

    assertShown(SampleFlows.plain(original), Zone.DEFAULT);
    table.delete(dump().get(0));
    assertThat(table.count()).isZero();
  }

  /** The flow comes back from both directions and from a dump, and with it nothing else. */
  private void assertShown(Flow created, Zone zone) {
    Flow expected = KernelView.of(created);
    long timeout = expected.timeoutSeconds();
    assertThat(table.get(created.original(), zone))
        .withRepresentation(new AllFields())
        .map(flow -> KernelView.comparable(flow, timeout))
        .contains(expected);
    assertThat(table.get(created.reply(), zone))
        .withRepresentation(new AllFields())
        .map(flow -> KernelView.comparable(flow, timeout))
        .contains(expected);
    List<Flow> flows = dump();
    assertThat(flows)
        .withRepresentation(new AllFields())
        .filteredOn(flow -> flow.original().equals(created.original()))
        .withRepresentation(new AllFields())
        .map(flow -> KernelView.comparable(flow, timeout))
        .containsExactly(expected);
    assertThat(table.count()).isEqualTo(flows.size());
  }

  private List<Flow> dump() {
    try (Stream<Flow> flows = table.dump()) {
      return flows.toList();
    }
  }
}
