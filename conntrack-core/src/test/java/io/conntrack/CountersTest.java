package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, packets=0 bytes=0",
    "4, 238, packets=4 bytes=238",
    "9223372036854775807, -9223372036854775808,"
        + " packets=9223372036854775807 bytes=9223372036854775808",
    "-1, -1, packets=18446744073709551615 bytes=18446744073709551615",
  })
  void isWrittenUnsigned(long packets, long bytes, String text) {
    assertThat(new Counters(packets, bytes)).hasToString(text);
  }
}
