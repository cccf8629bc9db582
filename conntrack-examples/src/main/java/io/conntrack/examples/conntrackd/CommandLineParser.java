package io.conntrack.examples.conntrackd;

import io.conntrack.examples.conntrackd.CommandLine.Purpose;
import io.conntrack.examples.conntrackd.config.Configuration;
import io.conntrack.examples.conntrackd.control.ControlRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a command line. Not thread-safe; confine to one thread. */
final class CommandLineParser {

  private final List<String> words;
  private final List<String> warnings = new ArrayList<>();
  private int position;
  private Path file = Configuration.DEFAULT_FILE;
  private Purpose purpose = Purpose.CONSOLE;
  private @Nullable ControlRequest request;

  CommandLineParser(List<String> words) {
    this.words = words;
  }

  /**
   * Reads it all, or up to the first word that asks for help or the version.
   *
   * @throws UsageException if it is wrong
   */
  CommandLine parse() {
    while (position < words.size()) {
      String word = words.get(position++);
      if (word.equals("-v") || word.equals("-h")) {
        return CommandLine.show(word.equals("-v") ? Purpose.VERSION : Purpose.HELP);
      }
      option(word);
    }
    return new CommandLine(purpose, Optional.ofNullable(request), file, List.copyOf(warnings));
  }

  private void option(String word) {
    char letter = word.length() == 2 && word.charAt(0) == '-' ? word.charAt(1) : '?';
    switch (letter) {
      case 'd' -> choose(Purpose.DAEMON);
      case 'C' -> file = file();
      case 'x' -> inXml();
      default ->
          request(
              RequestOption.of(letter)
                  .orElseThrow(() -> new UsageException("Unknown option: " + word, true)));
    }
  }

  private void choose(Purpose wanted) {
    if (purpose != Purpose.CONSOLE && purpose != wanted) {
      throw new UsageException("Invalid parameters", true);
    }
    purpose = wanted;
  }

  private Path file() {
    if (position == words.size()) {
      throw new UsageException("Missing config filename", true);
    }
    return Path.of(words.get(position++));
  }

  private void request(RequestOption option) {
    choose(Purpose.REQUEST);
    request = option.alone();
    if (option.takesParameter()
        && position < words.size()
        && !words.get(position).startsWith("-")) {
      request = parameter(option, words.get(position++));
    }
  }

  private ControlRequest parameter(RequestOption option, String parameter) {
    String word = option.wordOf(parameter).orElseThrow(() -> option.refuse(parameter));
    if (word.equals("multicast")) {
      warnings.add("use `link' instead of `multicast' as parameter.");
    }
    return option.with(word);
  }

  private void inXml() {
    ControlRequest plain = request;
    if (plain == null) {
      throw new UsageException("Invalid parameters", true);
    }
    request =
        switch (plain) {
          case DUMP_INTERNAL -> ControlRequest.DUMP_INTERNAL_XML;
          case DUMP_EXTERNAL -> ControlRequest.DUMP_EXTERNAL_XML;
          case DUMP_INTERNAL_EXPECTATIONS -> ControlRequest.DUMP_INTERNAL_EXPECTATIONS_XML;
          case DUMP_EXTERNAL_EXPECTATIONS -> ControlRequest.DUMP_EXTERNAL_EXPECTATIONS_XML;
          default -> throw new UsageException("Invalid parameters", true);
        };
  }
}
