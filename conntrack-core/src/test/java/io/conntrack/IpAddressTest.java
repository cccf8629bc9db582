package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpAddressTest {

  @Test
  void keepsTheBitsOfAnIpv4Address() {
    IpAddress address = IpAddress.v4(0xc0000201);

    assertThat(address).isEqualTo(IpAddress.parse("192.0.2.1")).isInstanceOf(IpAddress.V4.class);
    assertThat(address.family()).isEqualTo(IpFamily.IPV4);
    assertThat(address.high()).isZero();
    assertThat(address.low()).isEqualTo(0xc0000201L);
  }

  @Test
  void keepsTheBitsOfAnIpv6Address() {
    IpAddress address = IpAddress.v6(0x2001_0db8_0000_0000L, 0x8000_0000_0000_0001L);

    assertThat(address).isEqualTo(IpAddress.parse("2001:db8::8000:0:0:1"));
    assertThat(address.family()).isEqualTo(IpFamily.IPV6);
    assertThat(address.high()).isEqualTo(0x2001_0db8_0000_0000L);
    assertThat(address.low()).isEqualTo(0x8000_0000_0000_0001L);
  }

  @Test
  void keepsAMappedAddressIpv6() {
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");

    assertThat(mapped).isNotEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(mapped.family()).isEqualTo(IpFamily.IPV6);
    assertThat(mapped.low()).isEqualTo(0x0000_ffff_c000_0201L);
  }

  @Test
  void tellsEqualBitsOfTwoFamiliesApart() {
    assertThat(IpAddress.v6(0, 1)).isNotEqualTo(IpAddress.v4(1)).isEqualTo(IpAddress.v6(0, 1));
    assertThat(IpAddress.v6(0, 1)).hasSameHashCodeAs(IpAddress.v6(0, 1));
  }

  @Test
  void appendsBitsAsTheAddressWouldAppendItself() {
    StringBuilder text = new StringBuilder("from ");

    IpAddress.append(text, IpFamily.IPV4, 0, 0xc0000201L).append(" to ");
    IpAddress.append(text, IpFamily.IPV6, 0x2001_0db8_0000_0000L, 1).append(" or ");
    IpAddress.v4(-1).appendTo(text).append(' ');
    IpAddress.v6(-1, 0).appendTo(text);

    assertThat(text)
        .hasToString("from 192.0.2.1 to 2001:db8::1 or 255.255.255.255 ffff:ffff:ffff:ffff::");
  }

  @Law
  void readsWhatItWrites(long seed) {
    Random random = new Random(seed);
    IpAddress v4 = RandomFlows.address(random, IpFamily.IPV4);
    IpAddress v6 = RandomFlows.address(random, IpFamily.IPV6);

    assertThat(IpAddress.parse(v4.toString())).as("seed %d", seed).isEqualTo(v4);
    assertThat(IpAddress.parse(v6.toString())).as("seed %d", seed).isEqualTo(v6);
  }

  @Law
  void isMadeAgainFromItsHalves(long seed) {
    Random random = new Random(seed);
    IpAddress v4 = RandomFlows.address(random, IpFamily.IPV4);
    IpAddress v6 = RandomFlows.address(random, IpFamily.IPV6);

    assertThat(IpAddress.of(v4.family(), v4.high(), v4.low())).as("seed %d", seed).isEqualTo(v4);
    assertThat(IpAddress.of(v6.family(), v6.high(), v6.low())).as("seed %d", seed).isEqualTo(v6);
  }

  @Law
  void survivesTheWayThroughTheJdk(long seed) {
    Random random = new Random(seed);
    IpAddress v4 = RandomFlows.address(random, IpFamily.IPV4);
    IpAddress v6 = RandomFlows.address(random, IpFamily.IPV6);

    assertThat(IpAddress.of(v4.toInetAddress())).as("seed %d", seed).isEqualTo(v4);
    assertThat(IpAddress.of(v6.toInetAddress())).as("seed %d", seed).isEqualTo(v6);
  }

  @Test
  void keepsAMappedAddressIpv6OnTheWayThroughTheJdk() {
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");

    InetAddress jdk = mapped.toInetAddress();

    assertThat(jdk).isInstanceOf(Inet6Address.class);
    assertThat(IpAddress.of(jdk)).isEqualTo(mapped);
  }

  @Test
  void givesTheJdkAddressWithoutNameAndScope() {
    assertThat(IpAddress.parse("192.0.2.1").toInetAddress())
        .isInstanceOf(Inet4Address.class)
        .hasToString("/192.0.2.1");
    assertThat(IpAddress.parse("fe80::1").toInetAddress())
        .isInstanceOf(Inet6Address.class)
        .hasToString("/fe80:0:0:0:0:0:0:1");
  }

  @Test
  void dropsTheScopeOfAJdkAddress() throws UnknownHostException {
    byte[] octets = IpAddress.parse("fe80::1").toInetAddress().getAddress();

    IpAddress address = IpAddress.of(Inet6Address.getByAddress("", octets, 7));

    assertThat(address).isEqualTo(IpAddress.parse("fe80::1"));
  }
}
