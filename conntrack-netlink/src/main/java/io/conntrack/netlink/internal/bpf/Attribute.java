package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that a program can look for. Immutable.
 *
 * @param nest the attribute that it is in, null at top level
 * @param type number among the attributes of that nest, without flags
 * @param bytes the least length of its payload; 0 for a nest, at most {@link #MAX_BYTES}
 * @param optional whether a sound event may lack it; an event that lacks another cannot be judged
 */
record Attribute(@Nullable Attribute nest, int type, int bytes, boolean optional) {

  /** With the header, a length that one byte can hold. */
  static final int MAX_BYTES = 200;

  /** Returns a nest of the top level that every event has. */
  static Attribute nest(int type) {
    return new Attribute(null, type, 0, false);
  }

  /** Returns a nest of the top level that some events have. */
  static Attribute optionalNest(int type) {
    return new Attribute(null, type, 0, true);
  }

  /** Returns a value of the top level that some events have. */
  static Attribute optionalValue(int type, int bytes) {
    return new Attribute(null, type, bytes, true);
  }

  /** Returns a nest in this one, present whenever this one is. */
  Attribute innerNest(int innerType) {
    return new Attribute(this, innerType, 0, optional);
  }

  /** Returns a value in this nest, present whenever this nest is. */
  Attribute value(int innerType, int bytes) {
    return new Attribute(this, innerType, bytes, optional);
  }

  /** Returns a value in this nest that may be missing in it. */
  Attribute sometimes(int innerType, int bytes) {
    return new Attribute(this, innerType, bytes, true);
  }

  /** Returns the word at an offset of the payload, in network order. */
  Word word(int offset) {
    return new Word(this, offset, Word.Width.WORD);
  }

  /** Returns the 16 bits at the start of the payload, in network order. */
  Word half() {
    return new Word(this, 0, Word.Width.HALF);
  }

  /** Returns the byte of the header that holds the attribute's length, header included. */
  Word lengthOctet(ByteOrder hostOrder) {
    return octet(hostOrder == ByteOrder.LITTLE_ENDIAN ? -NLA_HDRLEN : 1 - NLA_HDRLEN);
  }

  /** Returns the byte at an offset of the payload. */
  Word octet(int offset) {
    return new Word(this, offset, Word.Width.OCTET);
  }
}
