package io.conntrack.filter;

/**
 * Says that a text is no filter: where, what stands there and what was expected. The message has
 * the text with a caret under the place.
 */
public final class FilterSyntaxException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BEFORE = 48;
  private static final int SHOWN_AFTER = 28;

  private final int position;
  private final String expected;

  /**
   * Describes an error.
   *
   * @param text the whole text
   * @param position index of the character where the error is; the text's length for its end
   * @param found what stands there, in words or quoted
   * @param expected what could stand there instead
   */
  FilterSyntaxException(String text, int position, String found, String expected) {
    super("parse filter: found " + found + " - expected " + expected + shown(text, position));
    this.position = position;
    this.expected = expected;
  }

  /** Returns the index of the character where the error is; the text's length for its end. */
  public int position() {
    return position;
  }

  /** Returns what was expected there. */
  public String expected() {
    return expected;
  }

  /** Returns the neighbourhood of the place on a line, and a caret on the next one. */
  private static String shown(String text, int position) {
    int start = position <= SHOWN_BEFORE ? 0 : position - SHOWN_BEFORE;
    int end = Math.min(text.length(), position + SHOWN_AFTER);
    StringBuilder line = new StringBuilder("\n  ").append(start > 0 ? "..." : "");
    int caret = line.length() - 1 + position - start;
    text.substring(start, end)
        .chars()
        .forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
    return line.append(end < text.length() ? "..." : "")
        .append('\n')
        .append(" ".repeat(caret))
        .append('^')
        .toString();
  }
}
