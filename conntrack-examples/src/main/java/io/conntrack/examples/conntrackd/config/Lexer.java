package io.conntrack.examples.conntrackd.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a configuration into words: braces stand alone, a comment runs from {@code #} to the end of
 * the line. A path is whatever follows a slash up to the next blank, be it braces.
 *
 * <p>Not thread-safe; confine to one thread.
 */
final class Lexer {

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int position;
  private int line = 1;

  private Lexer(String text) {
    this.text = text;
  }

  /** Returns the words, and behind them the end of the file, an empty one. */
  static List<Word> words(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.skipBlanks()) {
      lexer.take();
    }
    lexer.words.add(new Word("", lexer.line));
    return lexer.words;
  }

  /** Moves to the next word, if there is one. */
  private boolean skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '#') {
        position = endOfLine();
      } else if (isBlank(c)) {
        line += c == '\n' ? 1 : 0;
        position++;
      } else {
        return true;
      }
    }
    return false;
  }

  private int endOfLine() {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private void take() {
    int start = position;
    boolean isPath = text.charAt(start) == '/';
    do {
      position++;
    } while (position < text.length()
        && !isBlank(text.charAt(position))
        && (isPath || !endsWord(text.charAt(start), text.charAt(position))));
    words.add(new Word(text.substring(start, position), line));
  }

  private static boolean endsWord(char first, char next) {
    return isBrace(first) || isBrace(next) || next == '#';
  }

  private static boolean isBrace(char c) {
    return c == '{' || c == '}';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
