package io.conntrack.examples.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the words of a command line into {@link Arguments}, from left to right. */
final class CommandLineParser {

  private final List<String> words;
  private final OptionScanner scanner;
  private final Arguments arguments = new Arguments();

  private CommandLineParser(List<String> words) {
    this.words = words;
    this.scanner = new OptionScanner(words, flags());
  }

  private static Set<Flag> flags() {
    Set<Flag> flags = new LinkedHashSet<>(List.of(Command.values()));
    flags.addAll(Option.common());
    return flags;
  }

  /**
   * Reads a command line and checks it.
   *
   * @throws UsageException if it is wrong
   */
  static Arguments parse(List<String> words) {
    Arguments arguments = new CommandLineParser(words).read();
    OptionRules.check(arguments);
    return arguments;
  }

  private Arguments read() {
    refuseBatch();
    Optional<OptionScanner.Found> found = scanner.next();
    while (found.isPresent()) {
      take(found.get().flag(), found.get().value());
      found = scanner.next();
    }
    for (String word : scanner.otherWords()) {
      arguments.warn("WARNING: ignoring `" + word + "', which belongs to no option");
    }
    return arguments;
  }

  private void refuseBatch() { // an option only as the very first word
    if (words.size() > 1 && (words.get(0).equals("-R") || words.get(0).equals("--load-file"))) {
      throw new UsageException("option `" + words.get(0) + "' is not supported yet");
    }
  }

  private void take(Flag flag, Optional<String> value) {
    if (flag instanceof Command command) {
      takeCommand(command);
      value.ifPresent(word -> takeTable(command, word));
    } else if (flag instanceof Option option) {
      option.read(arguments, value.orElse(""));
      arguments.given().add(option);
      if (option == Option.PROTOCOL) {
        scanner.alsoKnow(arguments.protocolOptions());
      }
    }
  }

  private void takeCommand(Command command) {
    if (arguments.command().isPresent()) {
      throw new UsageException("Invalid commands combination");
    }
    arguments.command(command);
  }

  private void takeTable(Command command, String word) {
    Table table = Table.parse(word);
    if (!table.isOffered(command)) {
      throw new UsageException("table `" + table + "' is not supported yet");
    }
    arguments.table(table);
  }
}
