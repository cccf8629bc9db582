package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemCallExceptionTest {
  @Test
  void saysWhatFailedAndWhy() {
    SystemCallException exception = new SystemCallException("recv", Errno.ENOBUFS);

    assertThat(exception).hasMessage("recv: no buffer space (ENOBUFS)");
    assertThat(exception.call()).isEqualTo("recv");
    assertThat(exception.errno()).isEqualTo(Errno.ENOBUFS);
  }

  @Test
  void addsTheRemedy() {
    assertThat(new SystemCallException("setns", Errno.EPERM, "needs CAP_SYS_ADMIN"))
        .hasMessage("setns: operation not permitted (EPERM) - needs CAP_SYS_ADMIN");
  }
}
