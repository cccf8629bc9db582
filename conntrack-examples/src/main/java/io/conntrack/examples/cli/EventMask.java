package io.conntrack.examples.cli;

import io.conntrack.EventType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Reads the value of {@code -e}. */
final class EventMask {

  private static final String EXPECTED = "ALL, NEW, UPDATES or DESTROY";

  private EventMask() {}

  /**
   * Reads a list such as {@code NEW,DESTROY}; words in any case, and abbreviated at will.
   *
   * @throws UsageException if an item is empty or unknown
   */
  static Set<EventType> parse(String text) {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (String item : CommaList.items(text, EXPECTED)) {
      String word = item.toUpperCase(Locale.ROOT);
      if ("ALL".startsWith(word)) {
        types.addAll(EnumSet.allOf(EventType.class));
      } else if ("NEW".startsWith(word)) {
        types.add(EventType.NEW);
      } else if ("UPDATES".startsWith(word)) {
        types.add(EventType.UPDATE);
      } else if ("DESTROY".startsWith(word)) {
        types.add(EventType.DESTROY);
      } else {
        throw CommaList.bad(item, EXPECTED);
      }
    }
    return types;
  }
}
