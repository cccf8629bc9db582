package io.conntrack.examples.cli;

import java.util.List;

/** Reads command lines of tests: words are separated by single blanks. */
final class CommandLines {

  private CommandLines() {}

  static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" "));
  }

  static Arguments parse(String line) {
    return CommandLineParser.parse(words(line));
  }
}
