package io.conntrack;

/**
 * The kernel's id of a flow. Immutable.
 *
 * <p>It stays the same while the flow lives, but it identifies nothing: it is a hash, and the same
 * tuple created again often gets the same id. It guards a deletion against hitting the flow of
 * another tuple.
 *
 * @param bits the 32 bits as a big-endian number ({@code CTA_ID})
 */
public record FlowId(int bits) {

  /** Returns the id with these bits. */
  public static FlowId of(int bits) {
    return new FlowId(bits);
  }

  /** Returns the bits as an unsigned number, as {@code conntrack -o id} prints it. */
  public long asLong() {
    return Integer.toUnsignedLong(bits);
  }

  /** Returns the unsigned decimal number. */
  @Override
  public String toString() {
    return Integer.toUnsignedString(bits);
  }
}
