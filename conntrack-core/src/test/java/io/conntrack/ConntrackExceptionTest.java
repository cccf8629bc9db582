package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConntrackExceptionTest {

  /** What all constructors have in common. */
  private interface Maker {
    ConntrackException make(String operation, int errno, String reason);
  }

  static Stream<Named<Maker>> exceptions() {
    return Stream.of(
        named("any", ConntrackException::new),
        named("closed", ConntrackClosedException::new),
        named("timeout", ConntrackTimeoutException::new),
        named("unavailable", ConntrackUnavailableException::new),
        named("exists", FlowExistsException::new),
        named("not found", FlowNotFoundException::new),
        named("privilege", MissingPrivilegeException::new),
        named("unsupported", UnsupportedByKernelException::new));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void saysWhatWasTriedAndWhatWentWrong(Maker exception) {
    ConntrackException thrown =
        exception.make("delete tcp 192.0.2.1:1->192.0.2.2:2", 1, "not permitted (EPERM)");

    assertThat(thrown)
        .isInstanceOf(RuntimeException.class)
        .hasMessage("delete tcp 192.0.2.1:1->192.0.2.2:2: not permitted (EPERM)")
        .hasNoCause();
    assertThat(thrown.operation()).isEqualTo("delete tcp 192.0.2.1:1->192.0.2.2:2");
    assertThat(thrown.errno()).isEqualTo(1);
  }

  @Test
  void keepsItsCause() {
    IllegalStateException cause = new IllegalStateException();

    ConntrackException thrown = new ConntrackException("dump", 12, "out of memory (ENOMEM)", cause);

    assertThat(thrown).hasMessage("dump: out of memory (ENOMEM)").hasCause(cause);
    assertThat(thrown.errno()).isEqualTo(12);
  }
}
