package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkReport;
import io.conntrack.Flow;
import io.conntrack.FlowId;
import io.conntrack.FlowUpdate;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Status;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of flows that change while they are changed. */
class KernelBulkUpdateTest extends ScriptedBulk {

  private static final FlowUpdate ASSURED = FlowUpdate.builder().addStatus(Status.ASSURED).build();

  private static Flow withStatus(int number, int status) {
    return flow(number).toBuilder().status(Status.of(status)).build();
  }

  @Test
  void sendsTheStatusThatItFindsWithTheNewBits() {
    dump(List.of(withStatus(0, 0x188), withStatus(1, 0x188)))
        .find(withStatus(0, 0x188), withStatus(1, 0x18a))
        .succeed();

    assertThat(table.updateAll(ANY, ASSURED)).isEqualTo(report(2, 2, 0));
    assertThat(sent(GET)).hasSize(2);
    assertThat(statusSent()).containsExactly("0000018c", "0000018e");
  }

  private List<String> statusSent() {
    return sent(NEW).stream().map(request -> request.values().get("CTA_STATUS")).toList();
  }

  @Test
  void triesThoseAgainThatLostARace() {
    dump(List.of(withStatus(0, 0x188), withStatus(1, 0x188)))
        .find(withStatus(0, 0x188), withStatus(1, 0x188))
        .refuse(1, Errno.EBUSY)
        .find(withStatus(1, 0x18a))
        .succeed();

    assertThat(table.updateAll(ANY, ASSURED)).isEqualTo(report(2, 2, 0));
    assertThat(statusSent()).containsExactly("0000018c", "0000018c", "0000018e");
    assertThat(kernel.isDone()).isTrue();
  }

  @Test
  void doesNotTryAgainIfTheStatusIsTheSame() {
    dump(List.of(withStatus(0, 0x188)))
        .find(withStatus(0, 0x188))
        .refuse(0, Errno.EBUSY)
        .find(withStatus(0, 0x188));

    BulkReport report = table.updateAll(ANY, ASSURED);

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.firstFailures().get(0).reason()).hasMessageContaining("(EBUSY)");
    assertThat(kernel.isDone()).isTrue();
  }

  @Test
  void givesUpARaceInTheEnd() {
    dump(List.of(withStatus(0, 0)));
    for (int i = 1; i <= 100; i++) {
      find(withStatus(0, i)).refuse(0, Errno.EBUSY);
    }

    assertThat(table.updateAll(ANY, ASSURED).failed()).isEqualTo(1);
    assertThat(statusSent()).hasSizeBetween(2, 10);
  }

  @Test
  void changesNoFlowThatIsAnotherByNow() {
    Flow successor = flow(0).toBuilder().id(FlowId.of(99)).build();
    Flow opposite = Flow.builder(flow(1).reply()).id(FlowId.of(1)).build();
    dump(flows(3)).find(successor, opposite, flow(2)).succeed();

    assertThat(table.updateAll(ANY, FlowUpdate.mark(7))).isEqualTo(report(3, 1, 2));
    assertThat(sent(NEW)).hasSize(1);
  }

  @Test
  void sendsNoChangeIfAllHaveGone() {
    kernel.onBatch(
        batch -> batch.forEach(r -> kernel.deliver(answers.refusal(r.sequence(), Errno.ENOENT))));
    dump(flows(2));

    assertThat(table.updateAll(ANY, FlowUpdate.mark(7))).isEqualTo(report(2, 0, 2));
    assertThat(sent(NEW)).isEmpty();
  }

  @Test
  void saysThatATimeoutIsFixed() {
    dump(flows(2)).find(flow(0), flow(1)).refuse(0, Errno.EPERM);

    BulkReport report = table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9)));

    assertThat(report).extracting(BulkReport::changed, BulkReport::failed).containsExactly(1L, 1L);
    assertThat(report.firstFailures().get(0).reason())
        .isNotInstanceOf(MissingPrivilegeException.class)
        .hasMessageContaining("FIXED_TIMEOUT");
  }

  @Test
  void countsAFlowThatIsEndingAsGone() {
    dump(flows(2)).find(flow(0), flow(1)).refuse(0, Errno.ETIME);

    assertThat(table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9))))
        .isEqualTo(report(2, 1, 1));
  }

  @Test
  void saysThatThePrivilegeIsMissingForOneLookup() {
    dump(flows(1)).refuse(0, Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9))));
  }

  @Test
  void saysThatThePrivilegeIsMissingForALookup() {
    kernel.onBatch(batch -> kernel.deliver(answers.refusal(batch.get(0).sequence(), Errno.EPERM)));
    dump(flows(2));

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9))));
  }
}
