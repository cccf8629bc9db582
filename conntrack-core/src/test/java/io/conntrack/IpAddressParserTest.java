package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressParserTest {

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 0", "192.0.2.1, 3221225985", "255.255.255.255, 4294967295"})
  void readsFourDecimalNumbers(String text, long bits) {
    assertThat(IpAddress.parse(text)).isEqualTo(IpAddress.v4((int) bits));
  }

  /** RFC 4291, section 2.2: all groups, a run of zeros left out, the end in IPv4's form. */
  @ParameterizedTest
  @CsvSource({
    "1:2:3:4:5:6:7:8, 0001000200030004, 0005000600070008",
    "2001:DB8:0:0:8:800:200C:417A, 20010db800000000, 00080800200c417a",
    "2001:0db8:0000:0000:0008:0800:200c:417a, 20010db800000000, 00080800200c417a",
    "2001:db8::8:800:200c:417a, 20010db800000000, 00080800200c417a",
    "::, 0, 0",
    "0::0, 0, 0",
    "::1, 0, 1",
    "1::, 0001000000000000, 0",
    "1::8, 0001000000000000, 8",
    "::2:3:4:5:6:7:8, 0000000200030004, 0005000600070008",
    "1:2:3:4:5:6:7::, 0001000200030004, 0005000600070000",
    "1:2:3:4::6:7:8, 0001000200030004, 0000000600070008",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffffffffffffffff, ffffffffffffffff",
    "::ffff:192.0.2.1, 0, 0000ffffc0000201",
    "::192.0.2.1, 0, 00000000c0000201",
    "64:ff9b::192.0.2.1, 0064ff9b00000000, 00000000c0000201",
    "1:2:3:4:5:6:192.0.2.1, 0001000200030004, 00050006c0000201",
    "1:2:3:4:5::192.0.2.1, 0001000200030004, 00050000c0000201",
    "::2:3:4:5:6:192.0.2.1, 0000000200030004, 00050006c0000201",
  })
  void readsEachFormOfRfc4291(String text, String high, String low) {
    assertThat(IpAddress.parse(text))
        .isEqualTo(IpAddress.v6(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "192.0.2",
        "192.0.2.",
        "192.0.2.1.",
        "192.0.2.1.1",
        ".192.0.2.1",
        "192..2.1",
        "192.0.2.256",
        "192.0.2.1000",
        "192.0.2.-1",
        "192.0.2.+1",
        "192.0.2.01",
        "192.0.2.00",
        "0192.0.2.1",
        "0xc0.0.2.1",
        "192.0.2.a",
        " 192.0.2.1",
        "192.0.2.1 ",
        "192.0.2.1\n",
        "3221225985",
        "192.0.2.1/32",
        "192.0.2.1:80",
        "192,0,2,1",
        "١٩٢.0.2.1",
      })
  void refusesWhatIsNoIpv4Address(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.parse(text))
        .withMessage(
            "not an IP address: \"%s\" - expected an IPv4 address like 192.0.2.1 or an IPv6 address"
                + " like 2001:db8::1",
            text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":::",
        "1",
        "1:",
        ":1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "::1::",
        ":::1",
        "1:::2",
        "1:::",
        "12345::",
        "::00001",
        "g::",
        "::-1",
        "::+1",
        "::0x1",
        " ::1",
        "::1 ",
        "::1\n",
        "[::1]",
        "fe80::1%eth0",
        "fe80::1%1",
        "2001:db8::/32",
        "::1/128",
        "１::",
        "::٣",
      })
  void refusesWhatIsNoIpv6Address(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.parse(text))
        .withMessageStartingWith("not an IP address: \"" + text + "\" - expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::192.0.2",
        "::192.0.2.1.1",
        "::192.0.2.256",
        "::192.0.2.01",
        "::192.0.2.1:1",
        "192.0.2.1::",
        "::192.0.2.1::",
        "1:192.0.2.1",
        "1:2:3:4:5:192.0.2.1",
        "1:2:3:4:5:6:7:192.0.2.1",
        "::1:2:3:4:5:6:192.0.2.1",
        "1:2:3:4:5:6::192.0.2.1",
        ":192.0.2.1",
        "::.192.0.2.1",
        "::a.0.2.1",
      })
  void refusesAnIpv4EndThatDoesNotFit(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.parse(text))
        .withMessageStartingWith("not an IP address: \"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "example.org", "a.b.c.d", "dead.beef", "abc", "eth0"})
  void neverReadsAHostName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.parse(text))
        .withMessageContaining("\"" + text + "\"");
  }
}
