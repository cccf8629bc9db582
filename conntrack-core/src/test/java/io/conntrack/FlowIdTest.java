package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowIdTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "1875735524, 1875735524", "-2147483648, 2147483648", "-1, 4294967295"})
  void isUnsigned(int bits, String unsigned) {
    assertThat(FlowId.of(bits).asLong()).isEqualTo(Long.parseLong(unsigned));
    assertThat(FlowId.of(bits)).hasToString(unsigned).isEqualTo(new FlowId(bits));
  }
}
