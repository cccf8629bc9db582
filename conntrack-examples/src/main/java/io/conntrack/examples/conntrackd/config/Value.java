package io.conntrack.examples.conntrackd.config;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What may stand for one word behind the name of a clause. Immutable.
 *
 * @param description what it is, for messages
 * @param test says whether a word is one
 */
record Value(String description, Predicate<String> test) {

  static final Value NUMBER = matching("a number", "[0-9]+");
  static final Value SIGNED = matching("a signed number, such as +5 or -20", "[+-][0-9]+");
  static final Value SWITCH = new Value("on, off, yes or no", Value::isSwitch);
  static final Value YES_OR_NO = new Value("yes or no", Value::isYesOrNo);
  static final Value PATH = matching("a path that starts with /", "/.*");
  static final Value NAME = matching("a name", "[A-Za-z][A-Za-z0-9._-]*");

  /** What looks like an address of either family; which one is found out later. */
  static final Value ADDRESS = matching("an address", addressPattern(""));

  static final Value NETWORK =
      matching("an address or network such as 192.0.2.0/24", addressPattern("(/[0-9]+)?"));

  private static String addressPattern(String suffix) {
    return "([0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+|[0-9A-Fa-f]*:[0-9A-Fa-f:]*)" + suffix;
  }

  private static Value matching(String description, String pattern) {
    return new Value(description, Pattern.compile(pattern).asMatchPredicate());
  }

  static Value literal(String word) {
    return new Value(word, word::equals);
  }

  private static boolean isSwitch(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("on") || lower.equals("off") || isYesOrNo(lower);
  }

  private static boolean isYesOrNo(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("yes") || lower.equals("no");
  }

  /** Says whether a switch is on. */
  static boolean isOn(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("on") || lower.equals("yes");
  }

  /** Takes some words in any case. */
  static Value anyCaseOf(String... words) {
    return new Value(
        String.join(" or ", words),
        word -> {
          for (String one : words) {
            if (one.equalsIgnoreCase(word)) {
              return true;
            }
          }
          return false;
        });
  }

  static Value oneOf(String... words) {
    return new Value(String.join(" or ", words), java.util.List.of(words)::contains);
  }

  boolean accepts(String word) {
    return test.test(word);
  }
}
