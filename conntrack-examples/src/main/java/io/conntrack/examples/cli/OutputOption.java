package io.conntrack.examples.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of {@code -o}. */
enum OutputOption {
  XML,
  EXTENDED,
  TIMESTAMP,
  ID,
  KTIMESTAMP,
  LABELS,
  /** Names the program that caused an event; it is named without this too. */
  USERSPACE,
  SAVE;

  private static final String EXPECTED =
      "xml, extended, timestamp, id, ktimestamp, labels, userspace or save";

  /**
   * Reads a list such as {@code xml,id}; words in any case, and abbreviated at will.
   *
   * @throws UsageException if an item is empty or unknown
   */
  static Set<OutputOption> parse(String text) {
    Set<OutputOption> list = EnumSet.noneOf(OutputOption.class);
    for (String item : CommaList.items(text, EXPECTED)) {
      String word = item.toUpperCase(Locale.ROOT);
      list.add(
          List.of(values()).stream()
              .filter(option -> option.name().startsWith(word))
              .findFirst()
              .orElseThrow(() -> CommaList.bad(item, EXPECTED)));
    }
    return list;
  }
}
