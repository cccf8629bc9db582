package io.conntrack.filter;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts a range of addresses into networks. */
final class AddressRange {

  private AddressRange() {}

  /**
   * Returns the fewest networks that hold exactly the addresses from {@code first} to {@code last}.
   *
   * @throws IllegalArgumentException if the families differ or the range is empty
   */
  static List<IpPrefix> prefixes(IpAddress first, IpAddress last) {
    if (first.family() != last.family()) {
      throw new IllegalArgumentException(
          "range " + first + "-" + last + " mixes families - both ends must be IPv4 or IPv6");
    }
    BigInteger next = bits(first);
    BigInteger end = bits(last).add(BigInteger.ONE);
    if (next.compareTo(end) >= 0) {
      throw new IllegalArgumentException(
          "range " + first + "-" + last + " is empty - the first address must not be the larger");
    }
    int width = first.family().addressBits();
    List<IpPrefix> prefixes = new ArrayList<>();
    while (next.compareTo(end) < 0) {
      int zeros = next.signum() == 0 ? width : next.getLowestSetBit();
      int free = Math.min(zeros, end.subtract(next).bitLength() - 1); // bits behind the prefix
      prefixes.add(new IpPrefix(address(first.family(), next), width - free));
      next = next.add(BigInteger.ONE.shiftLeft(free));
    }
    return prefixes;
  }

  private static BigInteger bits(IpAddress address) {
    return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static IpAddress address(IpFamily family, BigInteger bits) {
    return IpAddress.of(family, bits.shiftRight(64).longValue(), bits.longValue());
  }
}
