package io.conntrack;

/**
 * The kernel's id of an expectation. Immutable.
 *
 * @param bits the 32 bits as a big-endian number ({@code CTA_EXPECT_ID})
 */
public record ExpectationId(int bits) {

  /** Returns the id with these bits. */
  public static ExpectationId of(int bits) {
    return new ExpectationId(bits);
  }

  /** Returns the bits as an unsigned number. */
  public long asLong() {
    return Integer.toUnsignedLong(bits);
  }

  /** Returns the unsigned decimal number. */
  @Override
  public String toString() {
    return Integer.toUnsignedString(bits);
  }
}
