package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorLeaseTest {
  private final int descriptor = PollCalls.eventfd(0, 0);
  private final DescriptorLease lease = new DescriptorLease("eventfd", descriptor);

  @AfterEach
  void close() {
    if (lease.beginClose()) {
      lease.leave();
    }
  }

  @Test
  void closesAtOnceWithoutUsers() {
    assertThat(lease.beginClose()).isTrue();
    assertThat(OpenDescriptors.now()).contains(descriptor);

    lease.leave();

    assertThat(OpenDescriptors.now()).doesNotContain(descriptor);
  }

  @Test
  void keepsTheDescriptorForItsUsers() {
    lease.enter();
    lease.enter();
    close();
    lease.leave();
    assertThat(OpenDescriptors.now()).contains(descriptor);

    lease.leave();

    assertThat(OpenDescriptors.now()).doesNotContain(descriptor);
  }

  @Test
  void stayingUsersSeeThatItIsClosing() {
    lease.enter();
    lease.ensureOpen();
    close();

    assertThatExceptionOfType(DescriptorClosedException.class).isThrownBy(lease::ensureOpen);
    lease.leave();
  }

  @Test
  void refusesNewUsersOnceItIsClosing() {
    close();

    assertThatExceptionOfType(DescriptorClosedException.class)
        .isThrownBy(lease::enter)
        .withMessage("eventfd is closed");
  }

  @Test
  void closesOnce() {
    assertThat(lease.beginClose()).isTrue();
    assertThat(lease.beginClose()).isFalse();
    lease.leave();
  }
}
