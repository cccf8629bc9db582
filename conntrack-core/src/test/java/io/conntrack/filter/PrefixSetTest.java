package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Law;
import io.conntrack.RandomFlows;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixSetTest {

  private static PrefixSet set(String... prefixes) {
    return PrefixSet.of(Stream.of(prefixes).map(IpPrefix::parse).toList());
  }

  @Test
  void leavesOutNetworksInsideOthers() {
    assertThat(set("10.1.0.0/16", "::1", "10.0.0.0/8", "192.0.2.1", "192.0.2.1"))
        .isEqualTo(set("192.0.2.1", "10.0.0.0/8", "::1"))
        .hasToString("10.0.0.0/8,192.0.2.1,::1");
  }

  @Test
  void tellsASingleAddressFromANetwork() {
    assertThat(set("192.0.2.1").isSingleAddress()).isTrue();
    assertThat(set("192.0.2.0/31").isSingleAddress()).isFalse();
    assertThat(set("192.0.2.0/31").isSingle()).isTrue();
    assertThat(set("192.0.2.1", "192.0.2.3").isSingle()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 10.0.0.1 | 10.0.0.1",
        "10.0.0.0 | 10.0.0.255 | 10.0.0.0/24",
        "10.0.0.1 | 10.0.0.6 | 10.0.0.1,10.0.0.2/31,10.0.0.4/31,10.0.0.6",
        "0.0.0.0 | 255.255.255.255 | 0.0.0.0/0",
        ":: | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | ::/0",
        "fd00:: | fd00::1:0 | fd00::/112,fd00::1:0",
        "::ffff:ffff:ffff:ffff | 0:0:0:1:: | ::ffff:ffff:ffff:ffff,0:0:0:1::",
      })
  void cutsARangeIntoNetworks(String first, String last, String networks) {
    assertThat(PrefixSet.range(IpAddress.parse(first), IpAddress.parse(last)))
        .isEqualTo(set(networks.split(",")));
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrefixSet.range(IpAddress.parse("10.0.0.2"), IpAddress.parse("10.0.0.1")))
        .withMessage("range 10.0.0.2-10.0.0.1 is empty - the first address must not be the larger");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrefixSet.range(IpAddress.parse("10.0.0.2"), IpAddress.parse("::1")))
        .withMessage("range 10.0.0.2-::1 mixes families - both ends must be IPv4 or IPv6");
    assertThatIllegalArgumentException()
        .isThrownBy(PrefixSet::of)
        .withMessage("no address given - name at least one");
  }

  @Law
  void containsWhatOneOfItsNetworksContains(long seed) {
    Random random = new Random(seed);
    List<IpPrefix> networks =
        IntStream.range(0, 1 + random.nextInt(12))
            .mapToObj(i -> near(random, 8 + random.nextInt(25)))
            .collect(Collectors.toList());
    PrefixSet set = PrefixSet.of(networks);
    for (int i = 0; i < 20; i++) {
      IpAddress address = near(random, 128).address();
      assertThat(set.contains(address))
          .as("seed %d: %s in %s", seed, address, set)
          .isEqualTo(networks.stream().anyMatch(network -> network.contains(address)));
    }
  }

  /** Addresses of few bits, so that they meet. */
  private static IpPrefix near(Random random, int length) {
    IpFamily family = random.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
    IpAddress any = RandomFlows.address(random, family);
    IpAddress address =
        IpAddress.of(
            family, any.high() & 0x8000_0000_0000_0003L, any.low() & 0x8000_0000_e300_0003L);
    int longest = family.addressBits();
    return new IpPrefix(address, Math.min(longest, family == IpFamily.IPV4 ? length : length * 4));
  }
}
