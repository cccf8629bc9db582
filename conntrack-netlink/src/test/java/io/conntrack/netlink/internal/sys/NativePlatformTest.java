package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativePlatformTest {
  @Test
  void acceptsLinuxOn64Bits() {
    assertThat(NativePlatform.problem("Linux", "aarch64")).isEmpty();
  }

  @Test
  void namesAnotherSystem() {
    assertThat(NativePlatform.problem("Mac OS X", "aarch64"))
        .contains("connection tracking needs Linux, this is Mac OS X");
  }

  @Test
  void namesAnArchitectureWithOtherNumbers() {
    assertThat(NativePlatform.problem("Linux", "mips64"))
        .contains("this library does not know the system calls of mips64");
  }
}
