package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackTimeoutException;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelConntrackTest {

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final KernelTable table =
      new KernelTable(ScriptedKernel.inTurn(kernel), Duration.ofSeconds(5));

  @Test
  void aKernelThatAnswersIsThere() {
    kernel.reply(request -> kernel.answers().statistics(request.sequence(), 0, 100));

    KernelConntrack.probe(table);

    assertThat(kernel.isClosed()).isFalse();
  }

  /** Both answers come from a kernel whose netfilter has no such subsystem. */
  @ParameterizedTest
  @ValueSource(ints = {Errno.EINVAL, Errno.EOPNOTSUPP})
  void aKernelWithoutCtnetlinkIsUnavailable(int errno) {
    kernel.refuse(errno);

    assertThatExceptionOfType(ConntrackUnavailableException.class)
        .isThrownBy(() -> KernelConntrack.probe(table))
        .withMessageStartingWith("open: ")
        .withMessageContaining("modprobe nf_conntrack_netlink")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void aMissingPrivilegeShowsAtOnce() {
    kernel.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> KernelConntrack.probe(table))
        .withMessageStartingWith("open: operation not permitted (EPERM) - needs CAP_NET_ADMIN");
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void aKernelThatDoesNotAnswerIsClosed() {
    kernel.ignore();

    assertThatExceptionOfType(ConntrackTimeoutException.class)
        .isThrownBy(() -> KernelConntrack.probe(table));
    assertThat(kernel.isClosed()).isTrue();
  }
}
