package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.1.2.3/8, 10.0.0.0/8",
    "192.0.2.255/31, 192.0.2.254/31",
    "255.255.255.255/1, 128.0.0.0/1",
    "192.0.2.1/0, 0.0.0.0/0",
    "192.0.2.1/32, 192.0.2.1",
    "192.0.2.1, 192.0.2.1",
    "2001:db8:ffff::1/33, 2001:db8:8000::/33",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/63, ffff:ffff:ffff:fffe::/63",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/64, ffff:ffff:ffff:ffff::/64",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/65, ffff:ffff:ffff:ffff:8000::/65",
    "2001:db8::ff/127, 2001:db8::fe/127",
    "2001:db8::1/0, ::/0",
    "2001:db8::1/128, 2001:db8::1",
    "2001:db8::1, 2001:db8::1",
    "::ffff:192.0.2.1/112, ::ffff:192.0.0.0/112",
  })
  void clearsTheBitsBehindThePrefix(String text, String network) {
    assertThat(IpPrefix.parse(text)).hasToString(network).isEqualTo(IpPrefix.parse(network));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0",
    "192.0.2.0/24, 192.0.2.255",
    "192.0.2.1, 192.0.2.1",
    "128.0.0.0/1, 255.255.255.255",
    "0.0.0.0/0, 0.0.0.0",
    "0.0.0.0/0, 255.255.255.255",
    "2001:db8::/32, 2001:db8::",
    "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff",
    "2001:db8::1, 2001:db8::1",
    "::/0, ::",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void containsItsOwnAddresses(String prefix, String address) {
    assertThat(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.1.255",
    "192.0.2.0/24, 192.0.3.0",
    "192.0.2.1, 192.0.2.0",
    "128.0.0.0/1, 127.255.255.255",
    "2001:db8::/32, 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/32, 2001:db9::",
    "2001:db8::/64, 2001:db8:0:1::",
    "2001:db8::/65, 2001:db8::8000:0:0:0",
    "2001:db8::1, 2001:db8::2",
    "2001:db8::1, 2001:db9::1",
  })
  void doesNotContainItsNeighbours(String prefix, String address) {
    assertThat(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, ::1",
    "::/0, 192.0.2.1",
    "192.0.2.1, ::192.0.2.1",
    "192.0.2.1, ::ffff:192.0.2.1",
    "::192.0.2.1, 192.0.2.1",
    "::ffff:0.0.0.0/96, 192.0.2.1",
  })
  void neverContainsTheOtherFamily(String prefix, String address) {
    assertThat(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).isFalse();
  }

  @Law
  void containsExactlyTheAddressesWithTheSameLeadingBits(long seed) {
    Random random = new Random(seed);
    Tuple tuple = RandomFlows.tuple(random);
    IpAddress network = tuple.source();
    IpAddress other = tuple.destination();
    int length = random.nextInt(tuple.family().addressBits() + 1);
    IpPrefix prefix = new IpPrefix(network, length);

    assertThat(prefix.contains(network)).as("seed %d", seed).isTrue();
    assertThat(prefix.contains(other))
        .as("seed %d", seed)
        .isEqualTo(leadingBits(network, length).equals(leadingBits(other, length)));
  }

  private static BigInteger leadingBits(IpAddress address, int length) {
    return new BigInteger(1, address.toInetAddress().getAddress())
        .shiftRight(address.family().addressBits() - length);
  }

  @Test
  void readsItsOwnTextForEachLength() {
    assertThat(IpPrefix.parse(IpPrefix.parse("2001:db8::1/77").toString()))
        .isEqualTo(new IpPrefix(IpAddress.parse("2001:db8::"), 77));
    assertThat(IpPrefix.parse(IpPrefix.parse("10.0.0.0/9").toString()))
        .isEqualTo(new IpPrefix(IpAddress.parse("10.0.0.0"), 9));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, true", "192.0.2.0/31, false", "::1, true", "::/127, false"})
  void knowsWhetherItIsASingleAddress(String prefix, boolean single) {
    assertThat(IpPrefix.parse(prefix).isSingleAddress()).isEqualTo(single);
  }

  @Test
  void ofAnAddressHoldsThatAddressAlone() {
    IpPrefix prefix = IpPrefix.of(IpAddress.parse("2001:db8::1"));

    assertThat(prefix.length()).isEqualTo(128);
    assertThat(prefix.family()).isEqualTo(IpFamily.IPV6);
    assertThat(prefix.address()).isEqualTo(IpAddress.parse("2001:db8::1"));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, -1, 32", "192.0.2.1, 33, 32", "2001:db8::1, 129, 128"})
  void refusesALengthOutOfRange(String address, int length, int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IpPrefix(IpAddress.parse(address), length))
        .withMessage("prefix length %d of %s is out of range: 0 to %d", length, address, limit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/",
        "10.0.0.0/a",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0",
        "10.0.0.0/ 8",
        "10.0.0.0/0008",
        "10.0.0.0/٨"
      })
  void refusesALengthThatIsNoNumber(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpPrefix.parse(text))
        .withMessageStartingWith("not a prefix length: ")
        .withMessageContaining("in \"" + text + "\" - expected a number from 0 to 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/8", "10/8", "example.org/24", "2001:db8/32"})
  void refusesAPrefixWithoutAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpPrefix.parse(text))
        .withMessageStartingWith("not an IP address: ");
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> new IpPrefix(null, 0)).withMessage("address");
  }
}
