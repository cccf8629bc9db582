package io.conntrack.filter;

import java.util.List;

/** Reads the text of a filter piece by piece. Not thread-safe; confine to one thread. */
final class TokenReader {

  private static final List<String> SIGNS =
      List.of("<=", ">=", "==", "!=", "&&", "||", "(", ")", "{", "}", ",", "!", "<", ">", "=");

  private final String text;
  private int position;
  private Token current;

  TokenReader(String text) {
    this.text = text;
    current = read();
  }

  /** Returns the next piece and leaves it. */
  Token peek() {
    return current;
  }

  /** Returns the next piece and steps behind it. */
  Token next() {
    Token token = current;
    current = read();
    return token;
  }

  /** Steps behind the next piece if it is one of these words or signs, and says so. */
  boolean accept(String... wanted) {
    for (String candidate : wanted) {
      if (current.is(candidate)) {
        next();
        return true;
      }
    }
    return false;
  }

  /**
   * Steps behind the next piece, which must be a word, and returns it.
   *
   * @throws FilterSyntaxException if it is not
   */
  Token word(String expected) {
    if (!current.isWord()) {
      throw error(expected);
    }
    return next();
  }

  /**
   * Steps behind the next piece, which must be this sign.
   *
   * @throws FilterSyntaxException if it is not
   */
  void require(String sign, String expected) {
    if (!accept(sign)) {
      throw error(expected);
    }
  }

  /** Makes the exception that something else than the next piece was expected. */
  FilterSyntaxException error(String expected) {
    return error(current, expected);
  }

  /** Makes the exception that something else than this piece was expected. */
  FilterSyntaxException error(Token token, String expected) {
    return new FilterSyntaxException(text, token.position(), token.described(), expected);
  }

  /** Makes the exception that something else than this part of a piece was expected. */
  FilterSyntaxException error(int at, String found, String expected) {
    String quoted = "\"" + Token.shortened(found) + "\"";
    return new FilterSyntaxException(text, at, found.isEmpty() ? "nothing" : quoted, expected);
  }

  private Token read() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    if (position == text.length()) {
      return new Token(Token.Kind.END, "", position);
    }
    if (text.charAt(position) == '"') {
      return quoted();
    }
    int start = position;
    for (String sign : SIGNS) {
      if (text.startsWith(sign, start)) {
        position += sign.length();
        return new Token(Token.Kind.SIGN, sign, start);
      }
    }
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      String character = Character.toString(text.codePointAt(start));
      throw error(start, character, "a word, a number, an address or a sign");
    }
    return new Token(Token.Kind.WORD, text.substring(start, position), start);
  }

  private Token quoted() {
    int start = position++;
    StringBuilder name = new StringBuilder();
    while (position < text.length() && text.charAt(position) != '"') {
      if (text.charAt(position) == '\\' && position + 1 < text.length()) {
        position++;
      }
      name.append(text.charAt(position++));
    }
    if (position == text.length()) {
      throw new FilterSyntaxException(
          text, position, "the end", "a second \" that ends the name begun at the first");
    }
    position++;
    return new Token(Token.Kind.QUOTED, name.toString(), start);
  }

  private static boolean isWordPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_.:/-[]".indexOf(c) >= 0;
  }
}
