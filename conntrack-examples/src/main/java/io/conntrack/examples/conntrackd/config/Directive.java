package io.conntrack.examples.conntrackd.config;

import java.util.List;

/**
 * A clause as it stands in a file. Immutable.
 *
 * @param name what it is called
 * @param line where it begins, from 1
 * @param values the words behind the name
 * @param body what its braces hold; empty if it has none
 */
record Directive(String name, int line, List<String> values, Block body) {

  String value() {
    return values.get(0);
  }

  boolean has(String word) {
    return values.contains(word);
  }

  /**
   * Returns its number.
   *
   * @throws ConfigurationException if it is not in the range
   */
  long number(long least, long most) {
    try {
      long number = Long.parseLong(value());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // has too many digits
    }
    throw ConfigurationException.wrong(
        this, value() + " is out of range, " + least + " to " + most + " is allowed");
  }
}
