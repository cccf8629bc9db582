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

class DccpStateTest {

  static Stream<Arguments> statesOfTheKernel() {
    return Stream.of(
        arguments(DccpState.NONE, 0, "NONE"),
        arguments(DccpState.REQUEST, 1, "REQUEST"),
        arguments(DccpState.RESPOND, 2, "RESPOND"),
        arguments(DccpState.PARTOPEN, 3, "PARTOPEN"),
        arguments(DccpState.OPEN, 4, "OPEN"),
        arguments(DccpState.CLOSEREQ, 5, "CLOSEREQ"),
        arguments(DccpState.CLOSING, 6, "CLOSING"),
        arguments(DccpState.TIMEWAIT, 7, "TIMEWAIT"),
        arguments(DccpState.IGNORE, 8, "IGNORE"),
        arguments(DccpState.INVALID, 9, "INVALID"));
  }

  @ParameterizedTest
  @MethodSource("statesOfTheKernel")
  void hasTheNumbersAndNamesOfTheKernel(DccpState state, int number, String name) {
    assertThat(state)
        .isEqualTo(new DccpState(number))
        .hasToString(name)
        .isEqualTo(DccpState.parse(name));
    assertThat(state.value()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"10, DCCP_STATE(10)", "255, DCCP_STATE(255)"})
  void keepsAnUnknownNumber(int number, String text) {
    assertThat(new DccpState(number).value()).isEqualTo(number);
    assertThat(new DccpState(number)).hasToString(text);
  }

  @Test
  void readsNamesInAnyCase() {
    assertThat(DccpState.parse("PartOpen")).isEqualTo(DccpState.PARTOPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", " NONE", "ESTABLISHED"})
  void refusesOtherNamesAndListsThoseItKnows(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DccpState.parse(name))
        .withMessageStartingWith("unknown DCCP state \"" + name + "\" - expected one of NONE, ")
        .withMessageEndingWith(", INVALID");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void refusesANumberOutOfRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DccpState(number))
        .withMessage("DCCP tracking state %d is out of range: 0 to 255", number);
  }
}
