package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are those of {@code inet_ntop(3)}. */
class IpAddressTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0.0.0",
    "1, 0.0.0.1",
    "0xc0000201, 192.0.2.1",
    "0x7fffffff, 127.255.255.255",
    "0x80000000, 128.0.0.0",
    "0x0a0b0c0d, 10.11.12.13",
    "0xffffffff, 255.255.255.255",
  })
  void writesIpv4AsFourNumbers(String bits, String text) {
    assertThat(IpAddress.v4(Long.decode(bits).intValue())).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "0:1:0:0:0:0:0:0, 0:1::",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:0:0:1:0:0, 2001:db8::1:0:0",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:0:2:0:0:3, 1::2:0:0:3",
    "0:0:1:0:0:0:0:0, 0:0:1::",
    "0:0:0:0:1:0:0:0, ::1:0:0:0",
    "0:0:0:0:0:1:2:3, ::1:2:3",
    "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "fe80:0:0:0:200:5eff:fe00:5301, fe80::200:5eff:fe00:5301",
  })
  void shortensTheFirstOfTheLongestRunsOfZeros(String groups, String text) {
    assertThat(IpAddress.parse(groups)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
    "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "1:2:3:4::6:7:8, 1:2:3:4:0:6:7:8",
  })
  void leavesASingleZeroAlone(String groups, String text) {
    assertThat(IpAddress.parse(groups)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:0DB8:0abc:00de:000f:10:100:1000, 2001:db8:abc:de:f:10:100:1000",
    "FFFF:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void writesGroupsInLowerCaseWithoutLeadingZeros(String groups, String text) {
    assertThat(IpAddress.parse(groups)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:ffff:c000:201, ::ffff:192.0.2.1",
    "0:0:0:0:0:ffff:0:0, ::ffff:0.0.0.0",
    "0:0:0:0:0:0:c000:201, ::192.0.2.1",
    "0:0:0:0:0:0:1:2, ::0.1.0.2",
    "0:0:0:0:0:0:1:0, ::0.1.0.0",
    "0:0:0:0:0:fffe:c000:201, ::fffe:c000:201",
    "0:0:0:0:ffff:0:c000:201, ::ffff:0:c000:201",
    "64:ff9b:0:0:0:0:c000:201, 64:ff9b::c000:201",
  })
  void writesTheEndOfMappedAndCompatibleAddressesAsIpv4(String groups, String text) {
    assertThat(IpAddress.parse(groups)).hasToString(text);
  }
}
