package io.conntrack;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ConntrackTest {

  @Test
  void saysWhatToAddIfThereIsNoBackend() {
    assertThatExceptionOfType(ConntrackUnavailableException.class)
        .isThrownBy(Conntrack::open)
        .withMessage(
            "open: no backend found - add io.conntrack:conntrack-netlink to the class path or module"
                + " path")
        .returns("open", ConntrackException::operation)
        .returns(0, ConntrackException::errno);
  }
}
