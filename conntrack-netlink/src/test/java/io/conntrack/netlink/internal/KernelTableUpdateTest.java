package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.Flows;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTableUpdateTest {

  private static final int GET = 0x0101;
  private static final int NEW = 0x0100;
  private static final Tuple TUPLE = Flows.tcp().build().original();
  private static final FlowUpdate ASSURED = FlowUpdate.builder().addStatus(Status.ASSURED).build();

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final KernelTable table =
      new KernelTable(ScriptedKernel.inTurn(kernel), Duration.ofSeconds(5));

  private static Flow flow(int status) {
    return Flows.tcp().status(Status.of(status)).build();
  }

  private KernelTableUpdateTest answer(Flow flow) {
    kernel.reply(request -> kernel.answers().flow(request.sequence(), flow));
    return this;
  }

  private KernelTableUpdateTest refuse(int errno) {
    kernel.refuse(errno);
    return this;
  }

  private List<String> statusSent() {
    return kernel.requests().stream()
        .filter(request -> request.type() == NEW)
        .map(request -> request.values().get("CTA_STATUS"))
        .toList();
  }

  @Test
  void sendsTheStatusThatItFoundWithTheNewBits() {
    answer(flow(0x18a)).refuse(0);

    table.update(TUPLE, Zone.of(7), ASSURED);

    assertThat(kernel.requests()).extracting(WireMessage::type).containsExactly(GET, NEW);
    assertThat(statusSent()).containsExactly("0000018e");
    assertThat(kernel.requests())
        .allSatisfy(r -> assertThat(r.values()).containsEntry("CTA_ZONE", "0007"));
  }

  /** A packet sets a bit between the lookup and the update, and the kernel refuses to clear it. */
  @Test
  void triesAgainWithTheNewStatusAfterALostRace() {
    answer(flow(0x188)).refuse(Errno.EBUSY).answer(flow(0x18a)).refuse(0);

    table.update(TUPLE, ASSURED);

    assertThat(statusSent()).containsExactly("0000018c", "0000018e");
    assertThat(kernel.isDone()).isTrue();
  }

  @Test
  void doesNotTryAgainIfTheStatusIsTheSame() {
    answer(flow(0x188)).refuse(Errno.EBUSY).answer(flow(0x188));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TUPLE, ASSURED))
        .withMessageContaining("(EBUSY)");
    assertThat(statusSent()).hasSize(1);
  }

  @Test
  void givesUpInTheEnd() {
    answer(flow(0));
    for (int i = 1; i <= 100; i++) {
      refuse(Errno.EBUSY).answer(flow(i));
    }

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TUPLE, ASSURED))
        .withMessageContaining("(EBUSY)");
    assertThat(statusSent()).hasSizeBetween(2, 10);
  }

  @Test
  void saysThatTheFlowHasGoneBetweenTwoTries() {
    answer(flow(0x188)).refuse(Errno.EBUSY).refuse(Errno.ENOENT);

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.update(TUPLE, ASSURED));
  }

  @Test
  void saysThatTheFlowHasGoneBeforeTheUpdate() {
    answer(flow(0x188)).refuse(Errno.ENOENT);

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.update(TUPLE, ASSURED))
        .withMessageStartingWith("update " + TUPLE + ": no such entry (ENOENT) - ");
  }

  @Test
  void changesNoFlowInTheOppositeDirection() {
    answer(flow(0x18a));

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.update(TUPLE.inverse(), ASSURED))
        .withMessageContaining("it belongs to the flow with original tuple " + TUPLE);
    assertThat(statusSent()).isEmpty();
  }

  @Test
  void saysWhyATimeoutIsFixed() {
    answer(flow(0x18a | Status.FIXED_TIMEOUT.bits())).refuse(Errno.EPERM);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TUPLE, FlowUpdate.timeout(Duration.ofSeconds(9))))
        .withMessageContaining("the flow has status FIXED_TIMEOUT")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EPERM))
        .isNotInstanceOf(MissingPrivilegeException.class);
  }

  @Test
  void saysThatThePrivilegeIsMissing() {
    refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.update(TUPLE, FlowUpdate.timeout(Duration.ofSeconds(9))));
  }

  @Test
  void saysThatAFlowHasNoRoomForLabels() {
    answer(flow(0x18a)).refuse(Errno.ENOSPC);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TUPLE, FlowUpdate.mark(1)))
        .withMessageContaining("(ENOSPC) - the flow has no room for labels");
  }
}
