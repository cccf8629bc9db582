package io.conntrack.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A set of numbers from 0 on, such as ports, that a leaf looks a flow's number up in. Immutable.
 *
 * <p>It is kept as ranges in ascending order that neither overlap nor touch, so equal sets are
 * equal however they were written: {@code 1,2,3} is {@code 1-3}.
 */
public final class NumberSet {

  private final List<NumberRange> ranges;
  private final long[] firsts;
  private final long[] lasts;
  private final long min;
  private final long max;
  private final long width; // from min to max

  private NumberSet(List<NumberRange> ranges) {
    this.ranges = List.copyOf(ranges);
    firsts = ranges.stream().mapToLong(NumberRange::first).toArray();
    lasts = ranges.stream().mapToLong(NumberRange::last).toArray();
    min = firsts[0];
    max = lasts[lasts.length - 1];
    width = max - min;
  }

  /**
   * Returns the set of these numbers.
   *
   * @throws IllegalArgumentException if there is none, or one is negative
   */
  public static NumberSet of(long... numbers) {
    return of(LongStream.of(numbers).mapToObj(number -> new NumberRange(number, number)).toList());
  }

  /**
   * Returns the set of these numbers, each of which must be in 0 to {@code limit}.
   *
   * @throws IllegalArgumentException if there is none, or one is out of range; the message calls it
   *     a {@code name}
   */
  static NumberSet of(String name, long limit, long... numbers) {
    for (long number : numbers) {
      if (number < 0 || number > limit) {
        throw outOfRange(name, number, limit);
      }
    }
    return of(numbers);
  }

  private static IllegalArgumentException outOfRange(String name, long number, long limit) {
    return new IllegalArgumentException(name + " " + number + " is out of range: 0 to " + limit);
  }

  /**
   * Returns the set of the numbers from {@code first} to {@code last}.
   *
   * @throws IllegalArgumentException if there is none, or {@code first} is negative
   */
  public static NumberSet range(long first, long last) {
    return new NumberSet(List.of(new NumberRange(first, last)));
  }

  /**
   * Returns the set of all numbers in these ranges, which may overlap and come in any order.
   *
   * @throws IllegalArgumentException if there is no range
   */
  public static NumberSet of(List<NumberRange> ranges) {
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("no number given - name at least one");
    }
    List<NumberRange> joined = new ArrayList<>();
    for (NumberRange range :
        ranges.stream().sorted(Comparator.comparingLong(NumberRange::first)).toList()) {
      NumberRange previous = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (previous != null && range.first() - 1 <= previous.last()) {
        long last = Math.max(previous.last(), range.last());
        joined.set(joined.size() - 1, new NumberRange(previous.first(), last));
      } else {
        joined.add(range);
      }
    }
    return new NumberSet(joined);
  }

  /** Says whether the number is in the set; allocates nothing. */
  public boolean contains(long number) {
    if (Long.compareUnsigned(number - min, width) > 0) {
      return false; // less than min too: the difference is negative
    }
    return firsts.length == 1 || number <= lasts[lastStartingBy(number)];
  }

  /** Returns the index of the last range that does not start behind the number, 0 if all do. */
  private int lastStartingBy(long number) {
    int low = 0;
    int high = firsts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firsts[middle] <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Says whether the set is exactly one number, which is then {@link #min()}. */
  public boolean isSingle() {
    return min == max;
  }

  /** Says whether the set is exactly one range, from {@link #min()} to {@link #max()}. */
  public boolean isRange() {
    return firsts.length == 1;
  }

  /** Returns the smallest number. */
  public long min() {
    return min;
  }

  /** Returns the largest number. */
  public long max() {
    return max;
  }

  /** Returns the ranges in ascending order; they neither overlap nor touch. */
  public List<NumberRange> ranges() {
    return ranges;
  }

  /** Says whether a number is in both sets. */
  public boolean intersects(NumberSet other) {
    return ranges.stream().anyMatch(other::hasSomeOf);
  }

  private boolean hasSomeOf(NumberRange range) {
    int index = lastStartingBy(range.last());
    return firsts[index] <= range.last() && range.first() <= lasts[index];
  }

  /**
   * Checks that all numbers have a certain width.
   *
   * @throws IllegalArgumentException if one is larger than {@code limit}; the message calls it a
   *     {@code name}
   */
  void requireAtMost(long limit, String name) {
    if (max > limit) {
      throw outOfRange(name, max, limit);
    }
  }

  /**
   * Returns the set in words: short ranges as the names of their members, which a reader knows,
   * long ones as two numbers.
   */
  String named(LongFunction<String> name) {
    return ranges.stream()
        .map(
            range ->
                range.last() - range.first() > 16
                    ? range.toString()
                    : LongStream.rangeClosed(range.first(), range.last())
                        .mapToObj(name)
                        .collect(Collectors.joining(",")))
        .collect(Collectors.joining(","));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberSet set && ranges.equals(set.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  /** Returns the ranges joined by commas: {@code 80,443,8000-8100}. */
  @Override
  public String toString() {
    return ranges.stream().map(NumberRange::toString).collect(Collectors.joining(","));
  }
}
