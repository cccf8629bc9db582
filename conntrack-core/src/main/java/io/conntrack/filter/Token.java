package io.conntrack.filter;

import java.util.Locale;

/**
 * A piece of a filter's text. Immutable.
 *
 * @param kind what it is
 * @param text its characters; of a quoted name those between the quotes
 * @param position index of its first character
 */
record Token(Kind kind, String text, int position) {

  /** The kinds of pieces. */
  enum Kind {
    /** A keyword, name, number or address. */
    WORD,
    /** A name in double quotes. */
    QUOTED,
    /** A sign. */
    SIGN,
    /** What follows the last piece. */
    END
  }

  /** Says whether this is a word or sign with this lower-case text. */
  boolean is(String wanted) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && lowerCase().equals(wanted);
  }

  /** Says whether this is a word. */
  boolean isWord() {
    return kind == Kind.WORD;
  }

  /** Returns the characters in lower case. */
  String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Returns how a message calls this. */
  String described() {
    return kind == Kind.END ? "the end" : "\"" + shortened(text) + "\"";
  }

  /** Returns a text as far as a message shows it. */
  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
