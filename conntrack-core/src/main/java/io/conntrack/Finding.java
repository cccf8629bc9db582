package io.conntrack;

import java.util.Locale;

/**
 * One thing that a check found. Immutable.
 *
 * @param id what was checked, a word for programs such as {@code capability}; it does not change
 * @param level how grave it is
 * @param what the fact, such as {@code net.netfilter.nf_conntrack_acct is 0}
 * @param meaning what follows from it; empty if nothing does
 * @param remedy what changes it, a command where there is one; empty if nothing needs to change
 */
public record Finding(String id, Level level, String what, String meaning, String remedy) {

  /** How grave a finding is. */
  public enum Level {
    /** All is well. */
    GOOD,
    /** Worth knowing, or could not be found out; nothing is wrong. */
    NOTE,
    /** Something does not work, or will not for long. */
    HINDRANCE,
    /** Nothing works. */
    FATAL
  }

  /** Returns a finding of which nothing follows. */
  public static Finding good(String id, String what) {
    return new Finding(id, Level.GOOD, what, "", "");
  }

  /** Returns it in up to three lines: the fact, what it means and what to do. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-9s  %s: %s", level.name().toLowerCase(Locale.ROOT), id, what));
    if (!meaning.isEmpty()) {
      text.append("\n           ").append(meaning);
    }
    if (!remedy.isEmpty()) {
      text.append("\n           -> ").append(remedy);
    }
    return text.toString();
  }
}
