package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is closed refuses further use, and holds nothing. */
@KernelTest
class ClosedIT {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Flow FLOW = SampleFlows.plain(TCP);

  /** Uses of a table by the first word of the message of their refusal. */
  private static Map<String, ThrowingCallable> uses(ConntrackTable table) {
    return Map.ofEntries(
        Map.entry("get", () -> table.get(TCP)),
        Map.entry("create", () -> table.create(FLOW)),
        Map.entry("update", () -> table.update(TCP, FlowUpdate.mark(1))),
        Map.entry("delete", () -> table.delete(TCP, Zone.DEFAULT)),
        Map.entry("flush", () -> table.flush()),
        Map.entry("count", () -> table.count()),
        Map.entry("limit", () -> table.limit()),
        Map.entry("dump", () -> table.dump().toList()),
        Map.entry("scan", () -> table.scan(FlowFilter.any(), flow -> {})),
        Map.entry("dump and zero", () -> table.dumpAndZero(FlowFilter.any()).toList()),
        Map.entry("delete all", () -> table.deleteAll(FlowFilter.any())),
        Map.entry("update all", () -> table.updateAll(FlowFilter.any(), FlowUpdate.mark(1))),
        Map.entry("count all", () -> table.preview(FlowFilter.any())),
        Map.entry("sever", () -> table.sever(FlowFilter.any())),
        Map.entry("carry out", () -> table.createAll(List.of(FLOW))));
  }

  static Set<String> operations() {
    return uses(null).keySet();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesUseAfterClose(String operation) {
    Conntrack conntrack = Conntrack.open();
    ConntrackTable table = conntrack.table();
    conntrack.close();

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(uses(table).get(operation))
        .withMessageStartingWith(operation)
        .satisfies(e -> assertThat(e.errno()).isZero());
  }

  @Test
  void closesTwiceWithoutComplaint() {
    Conntrack conntrack = Conntrack.open();
    conntrack.close();
    conntrack.close();
  }

  @Test
  void endsAStreamThatIsConsumedHalfWay() {
    Conntrack conntrack = Conntrack.open();
    ConntrackTable table = conntrack.table();
    table.create(FLOW);
    table.create(FLOW.toBuilder().zone(Zone.of(1)).build());
    try (Stream<Flow> flows = table.dump()) {
      Iterator<Flow> iterator = flows.iterator();
      iterator.next();

      conntrack.close();

      assertThatExceptionOfType(ConntrackClosedException.class)
          .isThrownBy(() -> iterator.forEachRemaining(flow -> {})); // what was received comes yet
    }
  }

  @Test
  void endsAStreamThatWasNotBegun() {
    Conntrack conntrack = Conntrack.open();
    try (Stream<Flow> flows = conntrack.table().dump()) {
      conntrack.close();

      assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(flows::toList);
    }
  }

  @Test
  void isIndependentOfAnotherOne() {
    Conntrack first = Conntrack.open();
    try (Conntrack second = Conntrack.open()) {
      first.close();

      second.table().create(FLOW);

      assertThat(second.table().get(TCP)).isPresent();
    }
  }
}
