package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatRangeTest {

  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.254");

  @Test
  void ofOneAddressKeepsThePort() {
    NatRange range = NatRange.to(ADDRESS);

    assertThat(range).isEqualTo(new NatRange(ADDRESS, ADDRESS, 0, 0));
    assertThat(range.address()).contains(ADDRESS);
    assertThat(range.hasPorts()).isFalse();
  }

  @Test
  void ofOneAddressAndPort() {
    NatRange range = NatRange.to(ADDRESS, 65535);

    assertThat(range).isEqualTo(new NatRange(ADDRESS, ADDRESS, 65535, 65535));
    assertThat(range.hasPorts()).isTrue();
  }

  @Test
  void ofAddressesWithAndWithoutPorts() {
    IpAddress last = IpAddress.parse("192.0.2.255");

    assertThat(NatRange.between(ADDRESS, last)).isEqualTo(new NatRange(ADDRESS, last, 0, 0));
    assertThat(NatRange.between(ADDRESS, last).withPorts(7, 9))
        .isEqualTo(new NatRange(ADDRESS, last, 7, 9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NatRange.between(last, ADDRESS))
        .withMessageContaining("runs downwards");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NatRange.to(ADDRESS).withPorts(9, 7))
        .withMessageContaining("port range 9-7 is not allowed");
  }

  @Test
  void ofPortsKeepsTheAddress() {
    NatRange range = NatRange.ports(0, 1023);

    assertThat(range.address()).isEmpty();
    assertThat(range.hasPorts()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 255.255.255.255",
    "127.255.255.255, 128.0.0.0",
    "192.0.2.1, 192.0.2.1",
    "2001:db8::1, 2001:db8::2",
    "2001:db8:0:1::2, 2001:db8:0:2::1",
    "7fff::, 8000::",
    "::7fff:0:0:0, ::8000:0:0:0",
  })
  void runsUpwards(String first, String last) {
    NatRange range = new NatRange(IpAddress.parse(first), IpAddress.parse(last), 0, 0);

    assertThat(range.firstAddress()).hasToString(first);
    assertThat(range.lastAddress()).hasToString(last);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.2, 192.0.2.1",
    "128.0.0.0, 127.255.255.255",
    "2001:db8::2, 2001:db8::1",
    "2001:db8:0:2::1, 2001:db8:0:1::2",
    "8000::, 7fff::",
    "::8000:0:0:0, ::7fff:0:0:0",
  })
  void refusesToRunDownwards(String first, String last) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NatRange(IpAddress.parse(first), IpAddress.parse(last), 0, 0))
        .withMessage("NAT range %s-%s runs downwards: first <= last", first, last);
  }

  @Test
  void refusesMixedFamilies() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NatRange(ADDRESS, IpAddress.parse("::1"), 0, 0))
        .withMessage("mixed address families in NAT range 192.0.2.254-::1");
  }

  @Test
  void refusesHalfARange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NatRange(ADDRESS, null, 0, 0))
        .withMessage("a range of addresses needs a first and a last one");
    assertThatIllegalArgumentException().isThrownBy(() -> new NatRange(null, ADDRESS, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1, 65536", "2, 1", "1, 0", "-2, -1", "65536, 65536"})
  void refusesPortsOutOfRangeOrOrder(int first, int last) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NatRange(ADDRESS, ADDRESS, first, last))
        .withMessage(
            "port range %d-%d is not allowed: first <= last, both 0 to 65535", first, last);
  }
}
