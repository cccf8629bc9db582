package io.conntrack.examples.conntrackd;

import io.conntrack.examples.conntrackd.config.Configuration;
import io.conntrack.examples.conntrackd.control.ControlRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a command line asks for. Immutable.
 *
 * @param purpose what to do
 * @param request what to ask of the daemon, present if that is the purpose; of several the last
 * @param file the configuration
 * @param warnings what is obsolete
 */
record CommandLine(
    Purpose purpose, Optional<ControlRequest> request, Path file, List<String> warnings) {

  /** What to do. */
  enum Purpose {
    /** Be the daemon, in the foreground. */
    CONSOLE,
    /** Be the daemon, in the background. */
    DAEMON,
    /** Ask a running daemon. */
    REQUEST,
    /** Show the version. */
    VERSION,
    /** Show the help. */
    HELP
  }

  static CommandLine parse(List<String> words) {
    return new CommandLineParser(words).parse();
  }

  static CommandLine show(Purpose purpose) {
    return new CommandLine(purpose, Optional.empty(), Configuration.DEFAULT_FILE, List.of());
  }
}
