package io.conntrack.netlink;

import static io.conntrack.Direction.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Counters;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.Labels;
import io.conntrack.Synproxy;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zeroing loses no count. */
@KernelTest
class ZeroingIT {

  private static final int FLOWS = 300; // in several batches and datagrams
  private static final int BATCH = 64;

  private Conntrack conntrack;
  private ConntrackTable table;

  @BeforeEach
  void open(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.useLabels();
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  @Test
  void reportsEachPacketOnceUnderTraffic() throws Exception {
    try (UdpSender sender = UdpSender.open(FLOWS)) {
      createOfDifferentSizes(sender.tuples());
      Map<Tuple, Long> reported = new HashMap<>();
      sender.start();
      for (int i = 0; i < 30; i++) {
        zero(reported);
      }
      long[] sent = sender.stop();
      zero(reported);

      assertThat(LongStream.of(sent).min().orElseThrow()).isGreaterThan(10);
      for (int i = 0; i < FLOWS; i++) {
        assertThat(reported).containsEntry(sender.tuples().get(i), sent[i]);
      }
      assertThat(table.dump().mapToLong(flow -> flow.packets(ORIGINAL)).sum()).isZero();
    }
  }

  private void zero(Map<Tuple, Long> reported) {
    try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
      flows.forEach(flow -> reported.merge(flow.original(), flow.packets(ORIGINAL), Long::sum));
    }
  }

  /** The kernel's own zeroing dump loses counts where a flow does not fit into a datagram. */
  private void createOfDifferentSizes(List<Tuple> tuples) {
    for (int i = 0; i < tuples.size(); i++) {
      FlowBuilder flow = SampleFlows.plain(tuples.get(i)).toBuilder();
      if (i % 3 != 0) {
        flow.labels(Labels.of(i % 128));
      }
      if (i % 5 < 2) {
        flow.helper("tftp");
      }
      if (i % 7 != 0) { // the others are made by their first packet
        table.create(flow.build());
      }
    }
  }

  @Test
  void returnsAndZeroesTheCountersOfBothDirections() throws Exception {
    try (UdpSender sender = UdpSender.open(2)) {
      sender.sendToAll();
      sender.sendToAll();

      List<Flow> first = dumpAndZero(FlowFilter.any());
      List<Flow> second = dumpAndZero(FlowFilter.any());

      assertThat(first)
          .extracting(flow -> flow.counters(ORIGINAL).orElseThrow())
          .containsExactlyInAnyOrder(new Counters(2, 2 * 29), new Counters(2, 2 * 49));
      assertThat(second)
          .hasSize(2)
          .allSatisfy(flow -> assertThat(flow.counters(ORIGINAL)).contains(new Counters(0, 0)))
          .allSatisfy(
              flow -> assertThat(flow.counters(Direction.REPLY)).contains(new Counters(0, 0)));
    }
  }

  @Test
  void leavesAloneWhatTheFilterDoesNotSelect() throws Exception {
    try (UdpSender sender = UdpSender.open(FLOWS)) {
      sender.sendToAll();

      List<Flow> zeroed = dumpAndZero(FlowFilter.family(IpFamily.IPV6));

      assertThat(zeroed)
          .hasSize(FLOWS / 2)
          .allSatisfy(flow -> assertThat(flow.packets(ORIGINAL)).isEqualTo(1));
      assertThat(table.dump())
          .allSatisfy(
              flow ->
                  assertThat(flow.packets(ORIGINAL))
                      .isEqualTo(flow.original().family() == IpFamily.IPV4 ? 1 : 0));
    }
  }

  @Test
  void zeroesAtMostABatchThatAClosedStreamDoesNotDeliver() throws Exception {
    try (UdpSender sender = UdpSender.open(FLOWS)) {
      sender.sendToAll();

      try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
        assertThat(flows.iterator().next().packets(ORIGINAL)).isEqualTo(1);
      }

      assertThat(table.dump().mapToLong(flow -> flow.packets(ORIGINAL)).sum())
          .isBetween((long) FLOWS - BATCH, FLOWS - 1L);
    }
  }

  @Test
  void reachesFlowsOfEveryKindOfZone() {
    table.create(udp(1).build());
    table.create(udp(1).zone(Zone.of(7)).build());
    table.create(udp(2).zone(ORIGINAL, Zone.of(8)).build());
    table.create(udp(3).zone(Direction.REPLY, Zone.of(9)).build());

    assertThat(dumpAndZero(FlowFilter.any())).hasSize(4);
  }

  private static FlowBuilder udp(int port) {
    return SampleFlows.plain(Tuple.udp("192.0.2.1", port, "192.0.2.2", 53)).toBuilder();
  }

  /** 64 answers at a time have to fit into a receive buffer of the size that sockets have. */
  @Test
  void receivesTheLargestAnswersThatThereAre(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    Tuple master = Tuple.tcp("2001:db8::1", 1, "2001:db8::2", 21);
    table.create(SampleFlows.plain(master).toBuilder().zone(SampleFlows.ZONE).build());
    for (int i = 0; i < FLOWS; i++) {
      Tuple original = Tuple.tcp("2001:db8::1", 10_000 + i, "2001:db8::2", 21);
      table.create(
          SampleFlows.full(original).toBuilder()
              .master(master)
              .helper("ftp")
              .synproxy(new Synproxy(1, 2, 3))
              .build());
    }

    List<Flow> zeroed = dumpAndZero(FlowFilter.any());

    assertThat(zeroed).hasSize(1 + FLOWS);
    assertThat(zeroed)
        .filteredOn(flow -> !flow.original().equals(master))
        .allSatisfy(
            flow -> {
              assertThat(flow.counters(ORIGINAL)).isPresent();
              assertThat(flow.start()).isPresent();
              assertThat(flow.labels()).isPresent();
              assertThat(flow.master()).contains(master);
              assertThat(flow.helper()).contains("ftp");
              assertThat(flow.sequenceAdjustment(ORIGINAL)).isPresent();
            });
  }

  private List<Flow> dumpAndZero(FlowFilter filter) {
    try (Stream<Flow> flows = table.dumpAndZero(filter)) {
      return flows.toList();
    }
  }
}
