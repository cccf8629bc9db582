package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Flow;
import io.conntrack.Flows;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListDumpTest {

  private static final Operation DUMP = Operation.of("dump");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Flow FLOW = Flows.tcp().build();

  private final ScriptedKernel kernel = new ScriptedKernel();

  private void answer(Flow... flows) {
    kernel.on(
        request -> {
          for (Flow flow : flows) {
            kernel.deliver(kernel.answers().flow(request.sequence(), flow));
          }
          kernel.deliver(kernel.answers().done(request.sequence(), 0));
        });
  }

  private FlowSource dying() {
    return ListDump.dying(DUMP, kernel, TIMEOUT);
  }

  private FlowSource unconfirmed(String release) {
    return ListDump.unconfirmed(DUMP, kernel, TIMEOUT, KernelRelease.parse(release));
  }

  private static List<Flow> read(FlowSource dump) {
    List<Flow> flows = new ArrayList<>();
    dump.forEach(flow -> flows.add(Flow.copyOf(flow)));
    return flows;
  }

  @Test
  void deliversTheFlowsOfTheList() {
    answer(FLOW, FLOW);

    assertThat(read(dying())).containsExactly(FLOW, FLOW);
    assertThat(kernel.requests()).extracting(WireMessage::type).containsExactly(0x0106);
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void findsNoDyingFlows() {
    answer();

    assertThat(read(dying())).isEmpty();
  }

  @Test
  void deliversUnconfirmedFlowsOfAnOldKernel() {
    answer(FLOW);

    assertThat(read(unconfirmed("5.18.1"))).containsExactly(FLOW);
    assertThat(kernel.requests()).extracting(WireMessage::type).containsExactly(0x0107);
  }

  @Test
  void findsNoUnconfirmedFlowsInAnOldKernel() {
    answer();

    assertThat(read(unconfirmed("5.18"))).isEmpty();
  }

  @Test
  void believesAKernelThatDeliversUnconfirmedFlowsWhateverItsVersion() {
    answer(FLOW);

    assertThat(read(unconfirmed("6.1.0-rc1"))).containsExactly(FLOW);
  }

  @Test
  void saysThatACurrentKernelKeepsNoList() {
    answer();

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> read(unconfirmed("6.1.0-13-amd64")))
        .withMessageStartingWith("dump: Linux 6.1 keeps no list of unconfirmed flows");
  }

  @Test
  void saysThatAKernelIsTooOld() {
    kernel.refuse(Errno.EINVAL);

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> read(dying()))
        .withMessage("dump: this kernel shows no such list - needs Linux 3.9");
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void saysWhichPrivilegeIsMissing() {
    kernel.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class).isThrownBy(() -> read(dying()));
  }

  @Test
  void comparesReleases() {
    assertThat(KernelRelease.parse("5.19.0").isAtLeast(5, 19)).isTrue();
    assertThat(KernelRelease.parse("5.9").isAtLeast(5, 19)).isFalse();
    assertThat(KernelRelease.parse("10.0").isAtLeast(5, 19)).isTrue();
    assertThat(KernelRelease.parse("unknown").isAtLeast(1, 0)).isFalse();
  }
}
