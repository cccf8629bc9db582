package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpFamilyTest {

  @ParameterizedTest
  @CsvSource({"IPV4, 32, ipv4", "IPV6, 128, ipv6"})
  void knowsItsLengthAndName(IpFamily family, int bits, String name) {
    assertThat(family.addressBits()).isEqualTo(bits);
    assertThat(family).hasToString(name);
  }
}
