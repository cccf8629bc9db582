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

class TcpStateTest {

  static Stream<Arguments> statesOfTheKernel() {
    return Stream.of(
        arguments(TcpState.NONE, 0, "NONE"),
        arguments(TcpState.SYN_SENT, 1, "SYN_SENT"),
        arguments(TcpState.SYN_RECV, 2, "SYN_RECV"),
        arguments(TcpState.ESTABLISHED, 3, "ESTABLISHED"),
        arguments(TcpState.FIN_WAIT, 4, "FIN_WAIT"),
        arguments(TcpState.CLOSE_WAIT, 5, "CLOSE_WAIT"),
        arguments(TcpState.LAST_ACK, 6, "LAST_ACK"),
        arguments(TcpState.TIME_WAIT, 7, "TIME_WAIT"),
        arguments(TcpState.CLOSE, 8, "CLOSE"),
        arguments(TcpState.SYN_SENT2, 9, "SYN_SENT2"));
  }

  @ParameterizedTest
  @MethodSource("statesOfTheKernel")
  void hasTheNumbersAndNamesOfTheKernel(TcpState state, int number, String name) {
    assertThat(state)
        .isEqualTo(new TcpState(number))
        .hasToString(name)
        .isEqualTo(TcpState.parse(name));
    assertThat(state.value()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"10, TCP_STATE(10)", "255, TCP_STATE(255)"})
  void keepsAnUnknownNumber(int number, String text) {
    assertThat(new TcpState(number).value()).isEqualTo(number);
    assertThat(new TcpState(number)).hasToString(text);
  }

  @Test
  void readsNamesInAnyCase() {
    assertThat(TcpState.parse("established")).isEqualTo(TcpState.ESTABLISHED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", " NONE", "LISTEN"})
  void refusesOtherNamesAndListsThoseItKnows(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpState.parse(name))
        .withMessageStartingWith("unknown TCP state \"" + name + "\" - expected one of NONE, ")
        .withMessageEndingWith(", SYN_SENT2");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void refusesANumberOutOfRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TcpState(number))
        .withMessage("TCP tracking state %d is out of range: 0 to 255", number);
  }
}
