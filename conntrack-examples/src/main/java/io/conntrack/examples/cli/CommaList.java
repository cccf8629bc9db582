package io.conntrack.examples.cli;

import java.util.ArrayList;
import java.util.List;

/** Splits option values that are lists. */
final class CommaList {

  private CommaList() {}

  /**
   * Returns the items of a list.
   *
   * @throws UsageException if one is empty; the message shows the text from there on
   */
  static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      if (end == start) {
        throw new UsageException("Bad parameter `" + text.substring(start) + "'");
      }
      items.add(text.substring(start, end));
      start = end + 1;
    }
    return items;
  }
}
