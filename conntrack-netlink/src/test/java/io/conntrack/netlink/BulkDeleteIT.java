package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.BulkRule;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A filter deletes what it selects, and nothing else. */
@KernelTest
class BulkDeleteIT extends OpenTable {

  private static final int MANY = 6_000; // more than one datagram and than one batch
  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Tuple MASTER = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 21);

  private static BulkReport report(long matched, long changed, long gone) {
    return new BulkReport(matched, changed, gone, 0, List.of(), true);
  }

  /** One flow in 16 has a mark. */
  private void createMany() {
    BulkReport created =
        table.createAll(
            IntStream.range(0, MANY)
                .mapToObj(n -> Flows.tcp(n).mark(n % 16 == 0 ? 16 : 0).build()));
    assertThat(created).isEqualTo(report(MANY, MANY, 0));
  }

  private void createEveryProtocol() {
    for (Tuple original : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(original));
      table.create(SampleFlows.full(original)); // in another zone
    }
  }

  private List<Tuple> originals() {
    try (Stream<Flow> flows = table.dump()) {
      return flows.map(Flow::original).toList();
    }
  }

  /** Selects a tuple, and does something when the dump shows it, before it is deleted. */
  private static FlowFilter when(Tuple original, Runnable action) {
    return FlowFilter.of(
        flow -> {
          boolean found = Tuple.copyOf(flow.original()).equals(original);
          if (found) {
            action.run();
          }
          return found;
        });
  }

  @Test
  void deletesFlowsOfEveryProtocolFamilyAndZone() {
    createEveryProtocol();
    int all = 2 * SampleFlows.tuples().size();

    assertThat(table.deleteAll(FlowFilter.any())).isEqualTo(report(all, all, 0));
    assertThat(table.count()).isZero();
  }

  @Test
  void leavesTheOtherFamilyAlone() {
    createEveryProtocol();
    int half = SampleFlows.tuples().size();

    assertThat(table.deleteAll(FlowFilter.family(IpFamily.IPV6))).isEqualTo(report(half, half, 0));
    assertThat(originals()).hasSize(half).allMatch(tuple -> tuple.family() == IpFamily.IPV4);
  }

  @Test
  void leavesTheSameTupleInAnotherZoneAlone() {
    createEveryProtocol();
    int half = SampleFlows.tuples().size();

    assertThat(table.deleteAll(FlowFilter.zone(Zone.of(7)))).isEqualTo(report(half, half, 0));
    assertThat(table.deleteAll(FlowFilter.zone(Zone.of(7)))).isEqualTo(report(0, 0, 0));
    assertThat(table.preview(FlowFilter.zone(Zone.DEFAULT))).isEqualTo(half);
  }

  @Test
  void deletesFlowsThatHaveAZoneInOneDirection() {
    FlowBuilder inOriginal = Flows.udp().zone(Direction.ORIGINAL, Zone.of(9));
    FlowBuilder inReply = Flows.udp().zone(Direction.REPLY, Zone.of(9));
    assertThat(table.createAll(List.of(inOriginal.build(), inReply.build())))
        .isEqualTo(report(2, 2, 0));

    assertThat(table.deleteAll(FlowFilter.protocol(Protocol.UDP))).isEqualTo(report(2, 2, 0));
    assertThat(table.count()).isZero();
  }

  @Test
  void deletesWhatTheFilterSelectsOfMany() {
    createMany();

    assertThat(table.deleteAll(FlowFilter.mark(16))).isEqualTo(report(MANY / 16, MANY / 16, 0));
    assertThat(table.count()).isEqualTo(MANY - MANY / 16);
    assertThat(table.preview(FlowFilter.mark(16))).isZero();
  }

  @Test
  void deletesAllOfMany() {
    createMany();

    assertThat(table.deleteAll(FlowFilter.source("192.0.2.0/24"))).isEqualTo(report(MANY, MANY, 0));
    assertThat(table.count()).isZero();
  }

  @Test
  void leavesASuccessorWithAnotherIdAlone() {
    table.create(SampleFlows.plain(MASTER));
    table.create(SampleFlows.plain(TCP));
    Runnable replace =
        () -> {
          table.delete(TCP);
          table.create(SampleFlows.plain(TCP).toBuilder().master(MASTER).build());
        };

    assertThat(table.deleteAll(when(TCP, replace))).isEqualTo(report(1, 0, 1));
    assertThat(table.get(TCP).flatMap(Flow::master)).contains(MASTER);
  }

  @Test
  void leavesASuccessorInTheOppositeDirectionAlone() {
    table.create(SampleFlows.plain(TCP));
    Runnable replace =
        () -> {
          table.delete(TCP);
          table.create(SampleFlows.plain(TCP.inverse()));
        };

    assertThat(table.deleteAll(when(TCP, replace))).isEqualTo(report(1, 0, 1));
    assertThat(originals()).containsExactly(TCP.inverse());
  }

  @Test
  void countsFlowsThatEndBeforeTheirTurn() {
    table.createAll(IntStream.range(0, 3).mapToObj(n -> Flows.tcp(n).build()));
    Tuple middle = Flows.tcp(1).build().original();

    BulkReport report =
        table.deleteAll(
            when(middle, () -> table.delete(middle)).or(FlowFilter.source("192.0.2.0/24")));

    assertThat(report).isEqualTo(report(3, 2, 1));
    assertThat(report)
        .hasToString("3 matched, 2 changed, 1 already gone, 0 failed")
        .returns(0L, BulkReport::leftAlone);
  }

  @Test
  void dealsWithManyFiltersInOnePass() {
    createMany();
    createEveryProtocol();
    List<FlowFilter> filters =
        List.of(
            FlowFilter.protocol(Protocol.SCTP),
            FlowFilter.family(IpFamily.IPV6),
            FlowFilter.mark(16),
            FlowFilter.sourcePort(1_025), // one flow, without the mark
            FlowFilter.mark(16, 16)); // what the third one has selected already
    List<Long> expected = List.of(4L, 14L, (long) MANY / 16, 1L, 0L);

    List<Long> preview = table.preview(filters);
    long before = table.count();
    List<BulkReport> reports = table.deleteAll(filters);

    assertThat(preview).isEqualTo(expected);
    assertThat(reports).extracting(BulkReport::matched).isEqualTo(expected);
    assertThat(reports).extracting(BulkReport::changed).isEqualTo(expected);
    assertThat(before - table.count()).isEqualTo(expected.stream().mapToLong(n -> n).sum());
  }

  @Test
  void mixesRulesInOnePass() {
    createMany();
    FlowFilter spared = FlowFilter.sourcePort(1_024); // has the mark

    List<BulkReport> reports =
        conntrack
            .table()
            .bulk()
            .apply(
                List.of(
                    BulkRule.count(spared),
                    BulkRule.delete(FlowFilter.mark(16)),
                    BulkRule.update(FlowFilter.any(), FlowUpdate.mark(7))));

    assertThat(reports)
        .containsExactly(
            report(1, 0, 0),
            report(MANY / 16 - 1, MANY / 16 - 1, 0),
            report(MANY - MANY / 16, MANY - MANY / 16, 0));
    assertThat(table.preview(List.of(FlowFilter.mark(16), FlowFilter.mark(7))))
        .containsExactly(1L, (long) MANY - MANY / 16);
  }

  @Test
  void tellsTheListenerOfEachFlowAsItWas() {
    createMany();
    List<Flow> before;
    try (Stream<Flow> flows = table.dump(FlowFilter.mark(16))) {
      before = flows.toList();
    }
    List<Tuple> deleted = new ArrayList<>();
    BulkListener listener =
        BulkListener.onChanged(
            flow -> {
              assertThat(flow.markBits()).isEqualTo(16);
              assertThat(table.get(Tuple.copyOf(flow.original()))).isEmpty();
              deleted.add(Tuple.copyOf(flow.original()));
            });

    table.bulk().apply(List.of(BulkRule.delete(FlowFilter.mark(16)).with(listener)));

    assertThat(deleted)
        .containsExactlyInAnyOrderElementsOf(before.stream().map(Flow::original).toList());
  }

  @Test
  void deletesGivenFlowsAndNoSuccessors() {
    table.create(SampleFlows.plain(MASTER));
    table.create(SampleFlows.plain(TCP));
    Flow first = table.get(TCP).orElseThrow();
    Flow other = table.get(MASTER).orElseThrow();
    table.delete(TCP);
    table.create(SampleFlows.plain(TCP).toBuilder().master(MASTER).build());
    List<BulkFailure> failures = new ArrayList<>();

    BulkReport report =
        table
            .bulk()
            .execute(
                Stream.of(first, other, SampleFlows.plain(TCP)).map(BulkRequest::delete),
                BulkListener.onFailed(failures::add));

    assertThat(report).isEqualTo(new BulkReport(3, 1, 1, 1, failures, true));
    assertThat(failures)
        .singleElement()
        .hasToString(
            "#2 delete "
                + TCP
                + ": the flow has no id, so it cannot be told from a successor - delete it by its"
                + " tuple");
    assertThat(originals()).containsExactly(TCP);
  }

  @Test
  void refusesAFilterThatCanNeverMatch() {
    createEveryProtocol();
    FlowFilter never = FlowFilter.mark(1).and(FlowFilter.mark(2));

    assertThatIllegalArgumentException().isThrownBy(() -> table.deleteAll(never));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.deleteAll(List.of(FlowFilter.any(), never)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.deleteAll(List.of()))
        .withMessage("no rule - give at least one");
    assertThat(table.count()).isEqualTo(2L * SampleFlows.tuples().size());
  }

  @Test
  void passesOnWhatAFilterThrows() {
    createMany();
    UnsupportedOperationException failure = new UnsupportedOperationException("not today");
    int[] seen = {0};
    FlowFilter failing =
        FlowFilter.of(
            flow -> {
              if (++seen[0] == 200) {
                throw failure;
              }
              return true;
            });
    long sockets = OpenSockets.count();

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> table.deleteAll(failing))
        .isSameAs(failure);
    assertThat(table.count()).isEqualTo(MANY - 128); // the batch that was full
    assertThat(OpenSockets.count()).isEqualTo(sockets);
  }

  @Test
  void passesOnWhatAListenerThrows() {
    createMany();
    UnsupportedOperationException failure = new UnsupportedOperationException("not today");
    BulkListener listener =
        BulkListener.onChanged(
            (FlowView flow) -> {
              throw failure;
            });
    long sockets = OpenSockets.count();

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () -> table.bulk().apply(List.of(BulkRule.delete(FlowFilter.any()).with(listener))))
        .isSameAs(failure);
    assertThat(table.count()).isEqualTo(MANY - 128);
    assertThat(OpenSockets.count()).isEqualTo(sockets);
  }
}
