package io.conntrack.filter;

import java.util.Locale;
import java.util.Map;

/**
 * Reads numbers of one kind, and ranges of them, from words.
 *
 * @param tokens makes the exceptions
 * @param name what one of the numbers is, for messages
 * @param limit the largest number
 * @param names numbers that may be called by a name, which is in lower case
 */
record Numerals(TokenReader tokens, String name, long limit, Map<String, Long> names) {

  private static final int MAX_DIGITS = 18;

  /** Returns what a message says that it expected. */
  String expected() {
    return article() + name + " from 0 to " + limit + (names.isEmpty() ? "" : " or a name");
  }

  private String article() {
    return "aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ";
  }

  /** Reads a number or range that is the whole word. */
  NumberRange range(Token word) {
    return range(word.text(), word.position());
  }

  /** Reads a number or range that stands at this position. */
  NumberRange range(String text, int position) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      long number = number(text, position);
      return new NumberRange(number, number);
    }
    long first = number(text.substring(0, dash), position);
    long last = number(text.substring(dash + 1), position + dash + 1);
    if (last < first) {
      throw tokens.error(position, text, "a range that begins with its smaller number");
    }
    return new NumberRange(first, last);
  }

  /** Reads a number that stands at this position. */
  long number(String text, int position) {
    Long named = names.get(text.toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    long number = value(text);
    if (number < 0 || number > limit) {
      throw tokens.error(position, text, expected() + hint(text));
    }
    return number;
  }

  private String hint(String text) {
    return text.matches("0[0-9]+")
        ? " without leading zeros"
        : Suggestion.of(text.toLowerCase(Locale.ROOT), names.keySet());
  }

  /** Returns the number, -1 if the text is none. */
  static long value(String text) {
    if (text.matches("0[xX][0-9a-fA-F]{1,15}")) {
      return Long.parseLong(text.substring(2), 16);
    }
    boolean decimal = text.matches("0|[1-9][0-9]*") && text.length() <= MAX_DIGITS;
    return decimal ? Long.parseLong(text) : -1;
  }
}
