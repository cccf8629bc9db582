package io.conntrack.examples.cli;

import java.util.Map;

/**
 * Which options go with a command on expectations: a column of rules for {@code -L -I -D -G -E} as
 * {@link OptionRules} reads them. The others take none.
 *
 * <p>{@code -D} and {@code -G} demand the ports of a reply, of which they make nothing, as the
 * original does.
 */
final class ExpectationRules {

  private static final String COLUMNS = "LIDGE";
  private static final String TUPLE = "-!!!-";
  private static final String NEW_ONLY = "-!---";

  private static final Map<Option, String> RULES =
      Map.ofEntries(
          Map.entry(Option.SOURCE, TUPLE),
          Map.entry(Option.DESTINATION, TUPLE),
          Map.entry(Option.REPLY_SOURCE, "-ooo-"),
          Map.entry(Option.REPLY_DESTINATION, "-ooo-"),
          Map.entry(Option.PROTOCOL, TUPLE),
          Map.entry(Option.TIMEOUT, NEW_ONLY),
          Map.entry(Option.STATUS, "-o---"),
          Map.entry(Option.TUPLE_SOURCE, NEW_ONLY),
          Map.entry(Option.TUPLE_DESTINATION, NEW_ONLY),
          Map.entry(Option.MASK_SOURCE, NEW_ONLY),
          Map.entry(Option.MASK_DESTINATION, NEW_ONLY),
          Map.entry(Option.FAMILY, "o----"),
          Map.entry(Option.OUTPUT, "o---o"),
          Map.entry(Option.SOURCE_PORT, TUPLE),
          Map.entry(Option.DESTINATION_PORT, TUPLE),
          Map.entry(Option.REPLY_SOURCE_PORT, "--!!-"),
          Map.entry(Option.REPLY_DESTINATION_PORT, "--!!-"),
          Map.entry(Option.MASK_SOURCE_PORT, NEW_ONLY),
          Map.entry(Option.MASK_DESTINATION_PORT, NEW_ONLY),
          Map.entry(Option.TUPLE_SOURCE_PORT, NEW_ONLY),
          Map.entry(Option.TUPLE_DESTINATION_PORT, NEW_ONLY),
          Map.entry(Option.ORIGINAL_TAG, NEW_ONLY),
          Map.entry(Option.REPLY_TAG, NEW_ONLY),
          Map.entry(Option.ROLE, NEW_ONLY),
          Map.entry(Option.SOURCE_KEY, TUPLE),
          Map.entry(Option.DESTINATION_KEY, TUPLE),
          Map.entry(Option.REPLY_SOURCE_KEY, TUPLE),
          Map.entry(Option.REPLY_DESTINATION_KEY, TUPLE),
          Map.entry(Option.MASK_SOURCE_KEY, NEW_ONLY),
          Map.entry(Option.MASK_DESTINATION_KEY, NEW_ONLY),
          Map.entry(Option.TUPLE_SOURCE_KEY, NEW_ONLY),
          Map.entry(Option.TUPLE_DESTINATION_KEY, NEW_ONLY),
          Map.entry(Option.NAT_RANGE, "ooooo"));

  private ExpectationRules() {}

  /** Returns the rule for an option with this command. */
  static char of(Command command, Option option) {
    int column = COLUMNS.indexOf(command.letter());
    return column < 0 || !RULES.containsKey(option)
        ? command.ruleOfAny(option)
        : RULES.get(option).charAt(column);
  }
}
