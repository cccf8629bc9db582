package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0x0",
    "31, 31, 0x1f",
    "-2147483648, 2147483648, 0x80000000",
    "-1, 4294967295, 0xffffffff"
  })
  void isUnsignedAndHexadecimal(int bits, long unsigned, String text) {
    assertThat(Mark.of(bits).asLong()).isEqualTo(unsigned);
    assertThat(Mark.of(bits)).hasToString(text).isEqualTo(new Mark(bits));
  }

  @Test
  void zeroIsAMark() {
    assertThat(Mark.ZERO).isEqualTo(Mark.of(0)).isNotEqualTo(Mark.of(1));
  }
}
