package io.conntrack;

/**
 * The mark of a flow: 32 bits that rules and programs give a meaning. Immutable.
 *
 * @param bits all 32 bits ({@code CTA_MARK})
 */
public record Mark(int bits) {

  /** No bit set. */
  public static final Mark ZERO = new Mark(0);

  /** Returns the mark with these bits. */
  public static Mark of(int bits) {
    return new Mark(bits);
  }

  /** Returns the bits as an unsigned number. */
  public long asLong() {
    return Integer.toUnsignedLong(bits);
  }

  /** Returns the hexadecimal number, for example {@code 0x1f}. */
  @Override
  public String toString() {
    return "0x" + Integer.toHexString(bits);
  }
}
