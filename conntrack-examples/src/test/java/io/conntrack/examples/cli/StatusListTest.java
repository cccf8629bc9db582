package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusListTest {

  private final Arguments arguments = new Arguments();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ASSURED | 0x4 | 0",
        "a | 0x4 | 0",
        "assured,seen | 0x6 | 0",
        "!ASSURED | 0 | 0x4",
        "UNREPLIED | 0 | 0x2",
        "ASSURED,!SEEN_REPLY | 0x4 | 0x2",
        "UNSET | 0 | 0",
        "FIXED_TIMEOUT,EXPECTED | 0x401 | 0",
        "OFFLOAD,HW_OFFLOAD | 0xc000 | 0"
      })
  void readsBitsToSetAndToClear(String text, String set, String clear) {
    assertThat(StatusList.parse(arguments, text))
        .isEqualTo(new StatusList(Integer.decode(set), Integer.decode(clear)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FOO | FOO",
        "ASSURED,,FOO | ,FOO",
        "ASSURED, | ''",
        "'' | ''",
        "!UNREPLIED | !UNREPLIED",
        "! | !",
        "ASSUREDX | ASSUREDX"
      })
  void quotesWhatItCannotRead(String text, String quoted) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> StatusList.parse(arguments, text))
        .withMessage("Bad parameter `" + quoted + "'");
  }

  @Test
  void warnsOfTheBitsThatOtherOptionsStandFor() {
    assertThat(StatusList.parse(arguments, "SRC_NAT,ASSURED,d").set())
        .isEqualTo(Status.ASSURED.bits());
    assertThat(arguments.warnings())
        .containsExactly(
            "WARNING: ignoring SRC_NAT, use --src-nat instead",
            "WARNING: ignoring DST_NAT, use --dst-nat instead");
  }
}
