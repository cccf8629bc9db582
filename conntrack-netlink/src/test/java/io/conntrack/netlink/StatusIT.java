package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.Labels;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.testing.KernelTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program may set four bits of the status, at creation and later, and clear none. */
@KernelTest
class StatusIT {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final List<Status> REFUSED =
      List.of(
          Status.EXPECTED,
          Status.CONFIRMED,
          Status.SOURCE_NAT,
          Status.DESTINATION_NAT,
          Status.SOURCE_NAT_DONE,
          Status.DESTINATION_NAT_DONE,
          Status.DYING,
          Status.OFFLOADED,
          Status.HARDWARE_OFFLOADED);

  private Conntrack conntrack;
  private ConntrackTable table;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  static List<Status> settable() {
    return List.of(Status.SEEN_REPLY, Status.ASSURED, Status.FIXED_TIMEOUT, Status.HELPER);
  }

  static List<Status> refused() {
    return REFUSED;
  }

  private Status shown() {
    return table.get(TCP).orElseThrow().status().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("settable")
  void setsABitAtCreation(Status bit) {
    table.create(SampleFlows.plain(TCP).toBuilder().status(bit).build());

    assertThat(shown()).isEqualTo(Status.CONFIRMED.with(bit));
  }

  @ParameterizedTest
  @MethodSource("settable")
  void addsABitLater(Status bit) {
    Status before = bit.equals(Status.ASSURED) ? Status.SEEN_REPLY : Status.ASSURED;
    table.create(SampleFlows.plain(TCP).toBuilder().status(before).build());
    FlowUpdate update = FlowUpdate.builder().addStatus(bit).build();

    table.update(TCP, update);

    assertThat(shown()).isEqualTo(Status.CONFIRMED.with(before).with(bit));
    table.update(TCP, update); // again
    assertThat(table.updateAll(FlowFilter.any(), update).failed()).isZero();
    assertThat(shown()).isEqualTo(Status.CONFIRMED.with(before).with(bit));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesTheOthersBeforeTheKernelIgnoresThem(Status bit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().addStatus(bit))
        .withMessageContaining("status " + bit + " cannot be set - allowed: ");
  }

  /** A flow that was read has them, and can be created again all the same. */
  @ParameterizedTest
  @MethodSource("refused")
  void leavesTheOthersOutOfACreation(Status bit) {
    table.create(SampleFlows.plain(TCP).toBuilder().status(Status.ASSURED.with(bit)).build());

    Status nat = Status.SOURCE_NAT_DONE.with(Status.DESTINATION_NAT_DONE);
    assertThat(Status.of(shown().bits() & ~nat.bits()))
        .isEqualTo(Status.CONFIRMED.with(Status.ASSURED));
  }

  /** A flow has room for labels if a rule wants some when it begins; only an update tells. */
  @Test
  void losesLabelsWithoutRoomForThem() {
    Flow flow = SampleFlows.plain(TCP).toBuilder().labels(Labels.of(1, 100)).build();

    table.create(flow);

    assertThat(table.get(TCP).orElseThrow().labels()).isEmpty();
    FlowUpdate update = FlowUpdate.builder().labels(Labels.of(1), Labels.of(1, 2)).build();
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TCP, update))
        .withMessageContaining("a rule that uses labels must be loaded before it is created")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
  }
}
