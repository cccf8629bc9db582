package io.conntrack.examples.cli;

import java.util.ArrayList;
import java.util.List;

/** Splits option values that are lists. */
final class CommaList {

  private CommaList() {}

  /**
   * Returns the items of a list.
   *
   * @param expected what an item may be, for the message
   * @throws UsageException if one is empty; the message shows the text from there on
   */
  static List<String> items(String text, String expected) {
    List<String> items = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      if (end == start) {
        throw bad(text.substring(start), expected);
      }
      items.add(text.substring(start, end));
      start = end + 1;
    }
    return items;
  }

  /** Returns the exception for an item that is empty or unknown. */
  static UsageException bad(String item, String expected) {
    return new UsageException(
        "Bad parameter `" + item + "'", "expected " + expected + ", joined by commas");
  }
}
