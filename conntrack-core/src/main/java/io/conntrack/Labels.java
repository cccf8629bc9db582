package io.conntrack;

import java.util.BitSet;

/**
 * The labels of a flow: a set of bit numbers from 0 to 127. Immutable.
 *
 * <p>A flow has room for labels only if a rule of its network namespace uses them when it is
 * created.
 *
 * @param low bits 0 to 63, bit 0 the lowest
 * @param high bits 64 to 127, bit 64 the lowest
 */
public record Labels(long low, long high) {

  /** No label. */
  public static final Labels NONE = new Labels(0, 0);

  /** The highest bit number that the kernel has. */
  public static final int MAX_BIT = 127;

  /**
   * Returns the set of these bit numbers.
   *
   * @throws IllegalArgumentException if one is not in 0 to 127
   */
  public static Labels of(int... bits) {
    long low = 0;
    long high = 0;
    for (int bit : bits) {
      if (bit < 0 || bit > MAX_BIT) {
        throw new IllegalArgumentException("label " + bit + " is out of range: 0 to " + MAX_BIT);
      }
      if (bit < 64) {
        low |= 1L << bit;
      } else {
        high |= 1L << bit; // shifts by bit - 64
      }
    }
    return new Labels(low, high);
  }

  /** Says whether this bit number, 0 to 127, is in the set. */
  public boolean contains(int bit) {
    return bit >= 0 && bit <= MAX_BIT && ((bit < 64 ? low : high) >>> bit & 1) != 0;
  }

  /** Says whether all of {@code others} are in the set. */
  public boolean containsAll(Labels others) {
    return (low & others.low) == others.low && (high & others.high) == others.high;
  }

  /** Returns the bit numbers, for example {@code {3, 127}}. */
  @Override
  public String toString() {
    return BitSet.valueOf(new long[] {low, high}).toString();
  }
}
