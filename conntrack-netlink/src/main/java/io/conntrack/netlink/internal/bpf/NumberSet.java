package io.conntrack.netlink.internal.bpf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A set of unsigned 32-bit numbers. Immutable.
 *
 * @param ranges at least one, in ascending order, with at least one number between two neighbours
 */
record NumberSet(List<Range> ranges) {

  private static final long MAX = 0xffff_ffffL;

  /** All numbers from {@code first} to {@code last}, 0 to 4294967295. */
  record Range(long first, long last) {
    Range {
      if (first < 0 || first > last || last > MAX) {
        throw new IllegalArgumentException(first + " to " + last + " is no range: 0 to " + MAX);
      }
    }
  }

  NumberSet {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("a set of numbers has at least one");
    }
  }

  /** Returns the set of one number, taken as unsigned. */
  static NumberSet of(int number) {
    long value = Integer.toUnsignedLong(number);
    return range(value, value);
  }

  /** Returns the set of all numbers from one to another. */
  static NumberSet range(long first, long last) {
    return new NumberSet(List.of(new Range(first, last)));
  }

  /** Returns the set of what is in one of both. */
  NumberSet union(NumberSet other) {
    return union(Stream.of(this, other));
  }

  /** Returns the set of what is in one of many. */
  static NumberSet union(Stream<NumberSet> sets) {
    List<Range> sorted =
        sets.flatMap(set -> set.ranges.stream())
            .sorted(Comparator.comparingLong(Range::first))
            .toList();
    List<Range> joined = new ArrayList<>();
    for (Range range : sorted) {
      Range last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last == null || range.first > last.last + 1) {
        joined.add(range);
      } else {
        joined.set(joined.size() - 1, new Range(last.first, Math.max(last.last, range.last)));
      }
    }
    return new NumberSet(joined);
  }

  boolean contains(long number) {
    return ranges.stream().anyMatch(range -> range.first <= number && number <= range.last);
  }
}
