package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SctpStateTest {

  static Stream<Arguments> statesOfTheKernel() {
    return Stream.of(
        arguments(SctpState.NONE, 0, "NONE"),
        arguments(SctpState.CLOSED, 1, "CLOSED"),
        arguments(SctpState.COOKIE_WAIT, 2, "COOKIE_WAIT"),
        arguments(SctpState.COOKIE_ECHOED, 3, "COOKIE_ECHOED"),
        arguments(SctpState.ESTABLISHED, 4, "ESTABLISHED"),
        arguments(SctpState.SHUTDOWN_SENT, 5, "SHUTDOWN_SENT"),
        arguments(SctpState.SHUTDOWN_RECD, 6, "SHUTDOWN_RECD"),
        arguments(SctpState.SHUTDOWN_ACK_SENT, 7, "SHUTDOWN_ACK_SENT"),
        arguments(SctpState.HEARTBEAT_SENT, 8, "HEARTBEAT_SENT"),
        arguments(SctpState.HEARTBEAT_ACKED, 9, "HEARTBEAT_ACKED"));
  }

  @ParameterizedTest
  @MethodSource("statesOfTheKernel")
  void hasTheNumbersAndNamesOfTheKernel(SctpState state, int number, String name) {
    assertThat(state)
        .isEqualTo(new SctpState(number))
        .hasToString(name)
        .isEqualTo(SctpState.parse(name));
    assertThat(state.value()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"10, SCTP_STATE(10)", "255, SCTP_STATE(255)"})
  void keepsAnUnknownNumber(int number, String text) {
    assertThat(new SctpState(number).value()).isEqualTo(number);
    assertThat(new SctpState(number)).hasToString(text);
  }

  @Test
  void readsNamesInAnyCase() {
    assertThat(SctpState.parse("Cookie_Wait")).isEqualTo(SctpState.COOKIE_WAIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", " NONE", "SYN_SENT"})
  void refusesOtherNamesAndListsThoseItKnows(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SctpState.parse(name))
        .withMessageStartingWith("unknown SCTP state \"" + name + "\" - expected one of NONE, ")
        .withMessageEndingWith(", HEARTBEAT_ACKED");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void refusesANumberOutOfRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SctpState(number))
        .withMessage("SCTP tracking state %d is out of range: 0 to 255", number);
  }
}
