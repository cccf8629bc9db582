package io.conntrack.netlink.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into texts and remembers the last ones, because a table of a million flows names the
 * same few helpers. Not thread-safe.
 */
public final class TextCache {

  private static final int SLOTS = 64; // a power of two

  private final byte[] @Nullable [] known = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  /** Makes an empty cache. */
  public TextCache() {}

  String get(ByteBuffer bytes, int offset, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + bytes.get(offset + i);
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    byte[] candidate = known[slot];
    if (candidate != null && matches(candidate, bytes, offset, length)) {
      return texts[slot];
    }
    byte[] copy = new byte[length];
    bytes.get(offset, copy);
    known[slot] = copy;
    texts[slot] = new String(copy, StandardCharsets.UTF_8);
    return texts[slot];
  }

  private static boolean matches(byte[] candidate, ByteBuffer bytes, int offset, int length) {
    if (candidate.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (candidate[i] != bytes.get(offset + i)) {
        return false;
      }
    }
    return true;
  }
}
