package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.BulkRule;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowUpdate;
import io.conntrack.Flows;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A filter changes what it selects, and nothing else. */
@KernelTest
class BulkUpdateIT extends OpenTable {

  private static final int MANY = 5_000;
  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);

  private static BulkReport report(long matched, long changed, long gone) {
    return new BulkReport(matched, changed, gone, 0, List.of(), true);
  }

  private void create(int count) {
    table.createAll(IntStream.range(0, count).mapToObj(number -> Flows.tcp(number).build()));
    assertThat(table.count()).isEqualTo(count);
  }

  private List<Flow> dump() {
    try (Stream<Flow> flows = table.dump()) {
      return flows.toList();
    }
  }

  @Test
  void changesFlowsOfEveryProtocolFamilyAndZone() {
    for (Tuple original : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(original));
      table.create(SampleFlows.full(original));
    }
    FlowUpdate update =
        FlowUpdate.builder()
            .mark(0x0a00, 0xff00)
            .timeout(Duration.ofHours(2))
            .addStatus(Status.ASSURED)
            .tcpState(TcpState.CLOSE_WAIT)
            .build();
    int all = 2 * SampleFlows.tuples().size();

    assertThat(table.updateAll(FlowFilter.any(), update)).isEqualTo(report(all, all, 0));

    assertThat(dump())
        .hasSize(all)
        .allSatisfy(
            flow -> {
              assertThat(flow.markBits()).isEqualTo(flow.zone().isEmpty() ? 0x0a00 : 0xdead0aef);
              assertThat(flow.timeoutSeconds()).isBetween(7_000L, 7_200L);
              assertThat(flow.statusBits() & Status.ASSURED.bits()).isNotZero();
            });
    assertThat(table.get(TCP, Zone.of(7)).flatMap(Flow::tcpState)).contains(TcpState.CLOSE_WAIT);
  }

  @Test
  void changesWhatTheFilterSelectsOfMany() {
    create(MANY);

    BulkReport report = table.updateAll(FlowFilter.source("192.0.2.1"), FlowUpdate.mark(7));

    assertThat(report).isEqualTo(report(MANY, MANY, 0));
    assertThat(dump()).hasSize(MANY).allMatch(flow -> flow.markBits() == 7);
  }

  @Test
  void changesEachFlowInItsOwnWay() {
    create(MANY);

    BulkReport report =
        table
            .bulk()
            .apply(
                List.of(
                    BulkRule.update(
                        FlowFilter.any(),
                        flow ->
                            flow.original().sourcePort() % 2 == 0
                                ? Optional.of(FlowUpdate.mark(flow.original().sourcePort()))
                                : Optional.empty())))
            .get(0);

    assertThat(report).isEqualTo(report(MANY, MANY / 2, 0)).returns(MANY / 2L, r -> r.leftAlone());
    assertThat(dump())
        .allMatch(
            flow -> {
              int port = flow.original().sourcePort();
              return flow.markBits() == (port % 2 == 0 ? port : 0);
            });
  }

  @Test
  void endsFlowsByATimeoutOfZero() {
    create(300);

    assertThat(table.updateAll(FlowFilter.any(), FlowUpdate.timeout(Duration.ZERO)))
        .isEqualTo(report(300, 300, 0));
    assertThat(dump()).isEmpty();
  }

  @Test
  void reportsFlowsThatRefuseAndChangesTheOthers() {
    create(300);
    table.updateAll(
        FlowFilter.sourcePort(1_024).or(FlowFilter.sourcePort(1_200)),
        FlowUpdate.builder().addStatus(Status.FIXED_TIMEOUT).build());

    BulkReport report =
        table.updateAll(FlowFilter.any(), FlowUpdate.timeout(Duration.ofSeconds(9)));

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::failed)
        .containsExactly(300L, 298L, 2L);
    assertThat(report.firstFailures())
        .extracting(failure -> ((Flow) failure.entry()).original().sourcePort())
        .containsExactlyInAnyOrder(1_024, 1_200);
    assertThat(report.firstFailures().get(0).reason())
        .hasMessageStartingWith("update tcp 192.0.2.1:")
        .hasMessageContaining("the flow has status FIXED_TIMEOUT")
        .returns(Errno.EPERM, e -> e.errno());
    assertThat(dump()).filteredOn(flow -> flow.timeoutSeconds() > 9).hasSize(2);
  }

  @Test
  void reportsAllFlowsOfABatchThatRefuse() {
    create(300);

    BulkReport report =
        table.updateAll(
            FlowFilter.any(), FlowUpdate.builder().labels(Labels.of(3), Labels.of(3)).build());

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::failed)
        .containsExactly(300L, 0L, 300L);
    assertThat(report.firstFailures())
        .hasSize(BulkReport.LISTED)
        .extracting(BulkFailure::index)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(report.toString())
        .startsWith("300 matched, 0 changed, 0 already gone, 300 failed - first: #0 update tcp ")
        .contains("(ENOSPC) - the flow has no room for labels");
  }

  @Test
  void setsLabels(Netns netns) throws Exception {
    netns.useLabels();
    create(300);

    BulkReport report =
        table.updateAll(
            FlowFilter.any(), FlowUpdate.builder().labels(Labels.of(3), Labels.of(3)).build());

    assertThat(report).isEqualTo(report(300, 300, 0));
    assertThat(dump()).allMatch(flow -> flow.labels().equals(Optional.of(Labels.of(3))));
  }

  /** The kernel would take the reply tuple of the new flow for the original one of the old. */
  @Test
  void leavesASuccessorInTheOppositeDirectionAlone() {
    table.create(SampleFlows.plain(TCP));
    FlowFilter replacing =
        FlowFilter.of(
            flow -> {
              table.delete(TCP);
              table.create(SampleFlows.plain(TCP.inverse()));
              return true;
            });

    assertThat(table.updateAll(replacing, FlowUpdate.mark(7))).isEqualTo(report(1, 0, 1));
    assertThat(table.get(TCP.inverse()).orElseThrow().markBits()).isZero();
  }

  @Test
  void leavesASuccessorWithAnotherIdAlone() {
    Tuple master = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 21);
    table.create(SampleFlows.plain(master));
    table.create(SampleFlows.plain(TCP));
    FlowFilter replacing =
        FlowFilter.of(
            flow -> {
              boolean found = flow.original().destinationPort() == 443;
              if (found) {
                table.delete(TCP);
                table.create(SampleFlows.plain(TCP).toBuilder().master(master).build());
              }
              return found;
            });

    assertThat(table.updateAll(replacing, FlowUpdate.mark(7))).isEqualTo(report(1, 0, 1));
    assertThat(table.get(TCP).orElseThrow().markBits()).isZero();
  }

  @Test
  void changesGivenFlows() {
    create(3);
    Flow first = table.get(Flows.tcp(0).build().original()).orElseThrow();
    Flow wrongId = first.toBuilder().id(FlowId.of(~first.idBits())).build();
    Flow withoutId = Flows.tcp(1).build();
    Flow opposite = SampleFlows.plain(Flows.tcp(2).build().reply());
    Flow missing = Flows.tcp(3).build();
    Flow elsewhere = Flows.tcp(1).zone(Zone.of(7)).build();

    BulkReport report =
        table
            .bulk()
            .execute(
                Stream.of(first, wrongId, withoutId, opposite, missing, elsewhere)
                    .map(flow -> BulkRequest.update(flow, FlowUpdate.mark(9))),
                BulkListener.NONE);

    assertThat(report).isEqualTo(report(6, 2, 4));
    assertThat(dump()).filteredOn(flow -> flow.markBits() == 9).hasSize(2);
    assertThat(table.get(Flows.tcp(2).build().original()).orElseThrow().markBits()).isZero();
  }

  /** Packets set status bits all the time, which the kernel wants to see in an update. */
  @Test
  void addsStatusWhilePacketsFlow() throws Exception {
    try (UdpSender sender = UdpSender.open(300)) {
      sender.sendToAll();
      sender.start();
      FlowFilter udp = FlowFilter.protocol(Protocol.UDP);
      FlowUpdate assured = FlowUpdate.builder().addStatus(Status.ASSURED).mark(7).build();

      BulkReport report = table.updateAll(udp, assured);

      sender.stop();
      assertThat(report).isEqualTo(report(300, 300, 0));
      assertThat(table.preview(FlowFilter.status(Status.ASSURED).and(FlowFilter.mark(7))))
          .isEqualTo(300);
    }
  }
}
