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
  private final long firstHigh; // the first network again, the only one of most sets
  private final long firstLow;
  private final long firstHighMask;
  private final long firstLowMask;

  private Networks(List<IpPrefix> prefixes) {
    high = prefixes.stream().mapToLong(prefix -> prefix.address().high()).toArray();
    low = prefixes.stream().mapToLong(prefix -> prefix.address().low()).toArray();
    highMask = prefixes.stream().mapToLong(Networks::highMask).toArray();
    lowMask = prefixes.stream().mapToLong(Networks::lowMask).toArray();
    boolean some = high.length > 0;
    firstHigh = some ? high[0] : -1; // no address has this bit under the mask 0
    firstLow = some ? low[0] : -1;
    firstHighMask = some ? highMask[0] : 0;
    firstLowMask = some ? lowMask[0] : 0;
  }

  /** Takes those of this family from a list in ascending order. */
  static Networks of(List<IpPrefix> prefixes, IpFamily family) {
    return new Networks(prefixes.stream().filter(prefix -> prefix.family() == family).toList());
  }

  private static long highMask(IpPrefix prefix) {
    return prefix.family() == IpFamily.IPV4 ? -1 : leadingOnes(prefix.length());
  }

  private static long lowMask(IpPrefix prefix) {
    return leadingOnes(prefix.length() + (prefix.family() == IpFamily.IPV4 ? 32 : -64));
  }

  private static long leadingOnes(int count) {
    return count <= 0 ? 0 : -1L << (64 - Math.min(count, 64));
  }

  boolean isEmpty() {
    return high.length == 0;
  }

  boolean contain(long addressHigh, long addressLow) {
    if (high.length > 1) {
      return isIn(lastNotBehind(addressHigh, addressLow), addressHigh, addressLow);
    }
    return (addressHigh & firstHighMask) == firstHigh && (addressLow & firstLowMask) == firstLow;
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
