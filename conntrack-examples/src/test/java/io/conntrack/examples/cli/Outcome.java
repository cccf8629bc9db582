package io.conntrack.examples.cli;

import io.conntrack.netlink.testing.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a run of the command came to.
 *
 * @param status what it exited with
 * @param lines what it wrote
 * @param messages what it said
 */
record Outcome(int status, List<String> lines, List<String> messages) {

  /** Runs our command in the network namespace of this thread. */
  static Outcome ofOurs(String line) {
    return ofOurs(CommandLines.words(line).toArray(String[]::new));
  }

  /** Runs our command, whose words may hold blanks, in the network namespace of this thread. */
  static Outcome ofOurs(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = ConntrackCommand.run(List.of(words), out, new PrintStream(err, true));
    return new Outcome(
        status,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }

  /** Takes what another program's run came to. */
  static Outcome of(Output output) {
    return new Outcome(output.exitCode(), output.lines(), output.errors().lines().toList());
  }

  /**
   * Leaves out what differs between two equal tables and two good programs: the order of flows,
   * their seconds left, and explanations below a message.
   */
  Outcome comparable() {
    return new Outcome(
        status,
        lines.stream().map(Outcome::withoutTimeout).sorted().toList(),
        messages.stream().filter(message -> !message.startsWith("  ")).toList());
  }

  private static String withoutTimeout(String line) {
    return line.replaceFirst("^((?:ipv[46] +\\d+ )?\\S+ +\\d+) \\d+ ", "$1 ")
        .replaceFirst("(<timeout>|^-[AUD] -t )\\d+", "$1")
        .replaceFirst("(<deltatime>|delta-time=)\\d+", "$1");
  }
}
