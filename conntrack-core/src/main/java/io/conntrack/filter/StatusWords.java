package io.conntrack.filter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;

/** The words of the status bits in the filter language. */
final class StatusWords {

  /** By bit number, from {@code IPS_EXPECTED} on. */
  private static final List<String> WORDS =
      List.of(
          "expected",
          "seen-reply",
          "assured",
          "confirmed",
          "src-nat",
          "dst-nat",
          "seq-adjusted",
          "src-nat-done",
          "dst-nat-done",
          "dying",
          "fixed-timeout",
          "template",
          "untracked",
          "helper",
          "offloaded",
          "hw-offloaded");

  /** Words that stand for a condition on their own; the others need {@code status}. */
  private static final List<String> CONDITIONS =
      List.of(
          "expected",
          "seen-reply",
          "assured",
          "confirmed",
          "seq-adjusted",
          "dying",
          "fixed-timeout",
          "offloaded",
          "hw-offloaded");

  /** What a message says that it expected. */
  static final String EXPECTED = "a status bit such as assured or 0x10000";

  private static final Map<String, String> ALIASES =
      Map.of(
          "replied", "seen-reply",
          "seq-adjust", "seq-adjusted",
          "offload", "offloaded",
          "hw-offload", "hw-offloaded");

  private StatusWords() {}

  /** Returns the words that stand for a condition on their own. */
  static List<String> conditions() {
    return CONDITIONS;
  }

  /** Returns all words. */
  static List<String> all() {
    return WORDS;
  }

  /** Returns the bit of a word or of the kernel's name, in any case; empty if there is none. */
  static OptionalInt bit(String text) {
    String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
    int index = WORDS.indexOf(ALIASES.getOrDefault(word, word));
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(1 << index);
  }

  /** Returns the bit of a word that stands for a condition on its own; empty if it does not. */
  static OptionalInt conditionBit(String text) {
    OptionalInt bit = bit(text);
    return bit.isPresent() && CONDITIONS.contains(word(bit.getAsInt())) ? bit : OptionalInt.empty();
  }

  /** Returns the text of a condition on status bits. */
  static String text(int bits, int mask) {
    if (bits == mask && CONDITIONS.contains(word(bits))) {
      return word(bits);
    }
    StringJoiner text = new StringJoiner(",", "status ", "");
    for (int bit = 1; bit != 0; bit <<= 1) {
      if ((mask & bit) != 0) {
        text.add((bits & bit) != 0 ? word(bit) : "!" + word(bit));
      }
    }
    return text.toString();
  }

  private static String word(int bit) {
    int index = Integer.numberOfTrailingZeros(bit);
    return Integer.bitCount(bit) == 1 && index < WORDS.size()
        ? WORDS.get(index)
        : "0x" + Integer.toHexString(bit);
  }
}
