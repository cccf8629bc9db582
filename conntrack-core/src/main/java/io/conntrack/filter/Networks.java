package io.conntrack.filter;

import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import java.util.List;

/** The networks of one family as bits, in ascending order and disjoint. Immutable. */
final class Networks {

  private final long[] high;
  private final long[] low;
  private final long[] highMask;
  private final long[] lowMask;

  private Networks(int count) {
    high = new long[count];
    low = new long[count];
    highMask = new long[count];
    lowMask = new long[count];
  }

  /** Takes those of this family from a list in ascending order. */
  static Networks of(List<IpPrefix> prefixes, IpFamily family) {
    List<IpPrefix> own = prefixes.stream().filter(prefix -> prefix.family() == family).toList();
    Networks networks = new Networks(own.size());
    for (int i = 0; i < own.size(); i++) {
      IpPrefix prefix = own.get(i);
      networks.high[i] = prefix.address().high();
      networks.low[i] = prefix.address().low();
      networks.highMask[i] = family == IpFamily.IPV4 ? -1 : leadingOnes(prefix.length());
      networks.lowMask[i] = leadingOnes(prefix.length() + (family == IpFamily.IPV4 ? 32 : -64));
    }
    return networks;
  }

  private static long leadingOnes(int count) {
    return count <= 0 ? 0 : -1L << (64 - Math.min(count, 64));
  }

  boolean contain(long addressHigh, long addressLow) {
    return switch (high.length) {
      case 0 -> false;
      case 1 -> isIn(0, addressHigh, addressLow);
      default -> isIn(lastNotBehind(addressHigh, addressLow), addressHigh, addressLow);
    };
  }

  private boolean isIn(int index, long addressHigh, long addressLow) {
    return (addressHigh & highMask[index]) == high[index]
        && (addressLow & lowMask[index]) == low[index];
  }

  /** The only network that can hold the address; 0 if all start behind it. */
  private int lastNotBehind(long addressHigh, long addressLow) {
    int from = 0;
    int to = high.length - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      int order = Long.compareUnsigned(high[middle], addressHigh);
      if (order < 0 || (order == 0 && Long.compareUnsigned(low[middle], addressLow) <= 0)) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }
}
