package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A {@code Conntrack} belongs to one network namespace, whichever thread uses it. */
@KernelTest
class NamespaceIT {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Tuple UDP = Tuple.udp("192.0.2.1", 40_000, "198.51.100.2", 53);

  @Test
  void opensTheNamespaceOfAFile(Netns here) throws Exception {
    Netns there = here.another();
    try (Conntrack conntrack = open(there.path());
        Conntrack own = there.call(Conntrack::open)) {
      conntrack.table().create(SampleFlows.plain(TCP));

      assertThat(own.table().get(TCP)).isPresent();
      assertThat(dump(conntrack.table())).hasSize(1);
    }
    try (Conntrack conntrack = Conntrack.open()) {
      assertThat(conntrack.table().count()).isZero();
    }
  }

  @Test
  @KernelTest(needs = Feature.CONNTRACK)
  void actsWhereTheCommandLooks(Netns here) throws Exception {
    Netns there = here.another();
    try (Conntrack conntrack = open(there.path())) {
      conntrack.table().create(SampleFlows.plain(TCP));

      assertThat(there.conntrack("-C")).containsExactly("1");
      assertThat(here.conntrack("-C")).containsExactly("0");
    }
  }

  @Test
  void actsOnItsOwnNamespaceWhicheverThreadUsesIt(Netns here) throws Exception {
    Netns there = here.another();
    try (Conntrack elsewhere = there.call(Conntrack::open);
        Conntrack conntrack = Conntrack.open()) {
      fill(conntrack.table());
      fill(elsewhere.table());

      there.call(() -> useAll(conntrack.table()));

      assertThat(conntrack.table().count()).isZero();
      assertThat(elsewhere.table().count()).isEqualTo(2);
      assertThat(dump(elsewhere.table())).extracting(Flow::markBits).containsOnly(1);
    }
  }

  private static void fill(ConntrackTable table) {
    table.create(SampleFlows.plain(TCP).toBuilder().mark(1).build());
    table.create(SampleFlows.plain(UDP).toBuilder().mark(1).build());
  }

  /** Uses each method, and leaves nothing behind. */
  private static Void useAll(ConntrackTable table) {
    table.update(TCP, FlowUpdate.mark(2));
    assertThat(table.get(TCP).orElseThrow().markBits()).isEqualTo(2);
    assertThat(dump(table)).extracting(Flow::markBits).containsExactlyInAnyOrder(1, 2);
    List<Integer> marks = new ArrayList<>();
    table.scan(FlowFilter.any(), flow -> marks.add(flow.markBits()));
    assertThat(marks).containsExactlyInAnyOrder(1, 2);
    try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
      assertThat(flows).extracting(Flow::markBits).containsExactlyInAnyOrder(1, 2);
    }
    table.delete(TCP);
    table.create(SampleFlows.plain(TCP));
    table.delete(table.get(TCP).orElseThrow());
    assertThat(table.count()).isEqualTo(1);
    table.flush();
    assertThat(table.count()).isZero();
    return null;
  }

  @Test
  void deletesNothingInTheNamespaceOfTheThread(Netns here) throws Exception {
    Netns there = here.another();
    try (Conntrack elsewhere = open(there.path());
        Conntrack conntrack = Conntrack.open()) {
      fill(conntrack.table());
      fill(elsewhere.table());

      dump(elsewhere.table()).forEach(elsewhere.table()::delete);

      assertThat(elsewhere.table().count()).isZero();
      assertThat(conntrack.table().count()).isEqualTo(2);
    }
  }

  @Test
  void outlivesTheFileThatItWasOpenedBy(Netns here) throws Exception {
    Netns there = here.another();
    try (Conntrack conntrack = open(there.path())) {
      there.close();

      conntrack.table().create(SampleFlows.plain(TCP));

      assertThat(dump(conntrack.table()))
          .singleElement()
          .extracting(flow -> flow.zone(Direction.ORIGINAL).id())
          .isEqualTo(0);
    }
  }

  @Test
  void worksOnTwoNamespacesAtOnce(Netns here) throws Exception {
    Netns there = here.another();
    try (Conntrack one = Conntrack.open();
        Conntrack two = open(there.path())) {
      one.table().create(SampleFlows.plain(TCP));
      two.table().create(SampleFlows.plain(UDP));

      try (Stream<Flow> ones = one.table().dump();
          Stream<Flow> twos = two.table().dump()) {
        assertThat(twos).extracting(Flow::original).containsExactly(UDP);
        assertThat(ones).extracting(Flow::original).containsExactly(TCP);
      }
    }
  }

  private static Conntrack open(Path namespace) {
    return NetlinkConntrack.open(NetlinkOptions.builder().networkNamespace(namespace).build());
  }

  private static List<Flow> dump(ConntrackTable table) {
    try (Stream<Flow> flows = table.dump()) {
      return flows.toList();
    }
  }
}
