package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.Status;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Flows that are not in the table, no longer or not yet. */
@KernelTest
class ListsIT {

  private static final int FLOWS = 300;

  /** A reader that must be told of everything has room for these. */
  private static final EventOptions FEW =
      EventOptions.of(EventType.DESTROY).buffer(2, 2).reliable(true);

  @Test
  @KernelTest(needs = Feature.CONNTRACK)
  void showsTheFlowsWhoseEndCouldNotBeTold(Netns netns) throws Exception {
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(FEW);
        NumberedFlows flows = NumberedFlows.open()) {
      assertThat(dying(conntrack)).isEmpty();
      flows.create(FLOWS);
      conntrack.table().flush();

      List<Flow> dying = dying(conntrack);

      assertThat(dying).hasSizeGreaterThan(FLOWS / 2);
      assertThat(dying)
          .allSatisfy(flow -> assertThat(Status.of(flow.statusBits()).has(Status.DYING)).isTrue());
      assertThat(dying)
          .extracting(Flow::original)
          .isSubsetOf(IntStream.range(0, FLOWS).mapToObj(NumberedFlows::tuple).toList());
      assertThat(netns.conntrack("-L", "dying")).hasSameSizeAs(dying);
      assertThat(conntrack.table().dump()).isEmpty();
      assertThat(events.statistics().lost()).isZero();
    }
  }

  @Test
  void saysThatThisKernelKeepsNoUnconfirmedFlows() {
    try (Conntrack conntrack = Conntrack.open();
        Stream<Flow> unconfirmed = conntrack.unconfirmed()) {
      assertThatExceptionOfType(UnsupportedByKernelException.class)
          .isThrownBy(unconfirmed::toList)
          .withMessageStartingWith("dump unconfirmed: Linux ")
          .withMessageContaining("since 5.19");
    }
  }

  @Test
  void closesAStreamThatWasNotBegun() {
    Conntrack conntrack = Conntrack.open();
    try (Stream<Flow> dying = conntrack.dying()) {
      conntrack.close();

      assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(dying::toList);
    }
  }

  private static List<Flow> dying(Conntrack conntrack) {
    try (Stream<Flow> flows = conntrack.dying()) {
      return flows.toList();
    }
  }
}
