package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.spi.FlowBuffer;
import io.conntrack.spi.TupleBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Only {@code flush} flushes. To the kernel a flush is a delete without a tuple, or with one that
 * it does not understand; so whatever else is called, with whatever arguments, other flows stay.
 */
@KernelTest
class FlushIT {

  private static final Tuple ABSENT = Tuple.tcp("203.0.113.1", 1, "203.0.113.2", 2);
  private static final IpAddress ZERO = IpAddress.parse("0.0.0.0");
  private static final IpAddress ZERO6 = IpAddress.parse("::");

  private Conntrack conntrack;
  private ConntrackTable table;

  @BeforeEach
  void open(Netns netns) throws Exception {
    netns.useLabels();
    conntrack = Conntrack.open();
    table = conntrack.table();
    for (Tuple tuple : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(tuple));
      table.create(SampleFlows.full(tuple));
      table.create(SampleFlows.plain(tuple).toBuilder().zone(Zone.of(65_535)).build());
    }
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  @Test
  void removesAllFlowsOfAllZonesAndFamilies() {
    table.flush();

    assertThat(table.count()).isZero();
    assertThat(dump()).isEmpty();
    table.flush(); // of an empty table
  }

  /** Odd as they are, tuples that a program could come up with. */
  private static List<Tuple> oddTuples() {
    return List.of(
        ABSENT,
        ABSENT.inverse(),
        Tuple.of(Protocol.of(0), ZERO, ZERO),
        Tuple.of(Protocol.of(0), ZERO6, ZERO6),
        Tuple.of(Protocol.of(255), ZERO, ZERO),
        odd(Protocol.TCP, ZERO, buffer -> {}), // without ports
        Tuple.of(Protocol.TCP, ZERO, 0, ZERO, 0),
        Tuple.of(Protocol.UDP, ZERO6, 0, ZERO6, 0),
        Tuple.of(Protocol.DCCP, ZERO, 0, ZERO, 0),
        odd(Protocol.ICMP, ZERO, buffer -> {}), // without type, code and id
        Tuple.of(Protocol.ICMP, ZERO, ZERO, 8, 0, 0),
        Tuple.of(Protocol.ICMP, ZERO, ZERO, 3, 1, 0), // which is not tracked
        Tuple.of(Protocol.ICMPV6, ZERO6, ZERO6, 128, 0, 0),
        odd(Protocol.ICMP, ZERO6, buffer -> buffer.icmp(8, 0, 0)), // of the other family
        odd(Protocol.ICMPV6, ZERO, buffer -> buffer.icmp(255, 255, 65_535)));
  }

  /** Returns a tuple that can be had by copying alone. */
  private static Tuple odd(Protocol protocol, IpAddress address, Consumer<TupleBuffer> layer4) {
    TupleBuffer buffer = new TupleBuffer();
    buffer.copy(Tuple.of(Protocol.of(0), address, address));
    buffer.protocol(protocol.number());
    layer4.accept(buffer);
    return Tuple.copyOf(buffer);
  }

  private static Stream<Consumer<ConntrackTable>> usesOf(Tuple tuple) {
    Flow flow = Flow.builder(ABSENT).build();
    Flow odd = withTuple(tuple);
    return Stream.of(
        table -> table.get(tuple),
        table -> table.get(tuple, Zone.of(9)),
        table -> table.update(tuple, FlowUpdate.mark(0)),
        table -> table.update(tuple, Zone.of(9), FlowUpdate.timeout(Duration.ZERO)),
        table -> table.delete(tuple),
        table -> table.delete(tuple, Zone.of(9)),
        table -> table.delete(flow),
        table -> table.delete(odd),
        table -> table.delete(odd.toBuilder().id(FlowId.of(0)).build()),
        table -> table.delete(odd.toBuilder().id(FlowId.of(-1)).zone(Zone.of(9)).build()),
        table -> table.delete(odd.toBuilder().zone(Direction.REPLY, Zone.of(9)).build()),
        table -> table.create(odd),
        table -> table.create(odd.toBuilder().timeout(Duration.ZERO).build()));
  }

  /** An odd tuple may have no inverse, so the flow's reply is itself. */
  private static Flow withTuple(Tuple tuple) {
    FlowBuffer flow = new FlowBuffer();
    flow.original().copy(tuple);
    flow.reply().copy(tuple);
    return Flow.copyOf(flow);
  }

  private static Stream<Consumer<ConntrackTable>> usesOfTheWholeTable() {
    FlowUpdate update =
        FlowUpdate.builder()
            .addStatus(Status.ASSURED)
            .tcpState(TcpState.CLOSE)
            .labels(Labels.NONE, Labels.of(1))
            .build();
    FlowFilter none = FlowFilter.of(flow -> false);
    return Stream.of(
        table -> table.update(ABSENT, update),
        table -> table.dump().close(),
        table -> table.dump(none).forEach(flow -> {}),
        table -> table.dump(FlowFilter.zone(Zone.DEFAULT)).forEach(flow -> {}),
        table -> table.dumpAndZero(none).forEach(flow -> {}),
        table -> table.dumpAndZero(FlowFilter.any()).forEach(flow -> {}),
        table -> table.scan(none, flow -> {}),
        ConntrackTable::count,
        ConntrackTable::limit,
        table -> Conntrack.open().close());
  }

  @Test
  void isTheOnlyCallThatDoesSo() {
    List<String> before = flows();

    usesOfTheWholeTable().forEach(use -> tryUse(use, before));
    for (Tuple tuple : oddTuples()) {
      usesOf(tuple).forEach(use -> tryUse(use, before));
    }

    assertThat(flows()).isEqualTo(before);
  }

  /** A refusal is fine; what else there is must not change. */
  private void tryUse(Consumer<ConntrackTable> use, List<String> before) {
    try {
      use.accept(table);
    } catch (ConntrackException | IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(" ");
    }
    assertThat(table.count()).isGreaterThanOrEqualTo(before.size()); // some of the uses create
  }

  @Test
  void deletingOneFlowDeletesOne() {
    for (Flow flow : dump()) {
      long before = table.count();
      table.delete(flow.original(), flow.zone(Direction.ORIGINAL));
      assertThat(table.count()).isEqualTo(before - 1);
    }
    assertThat(table.count()).isZero();
  }

  private List<Flow> dump() {
    try (Stream<Flow> flows = table.dump()) {
      return flows.toList();
    }
  }

  private List<String> flows() {
    return dump().stream()
        .map(flow -> flow.original() + " " + flow.zone() + " " + flow.mark() + " " + flow.status())
        .sorted()
        .toList();
  }
}
