package io.conntrack.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program in C that creates flows which are not in the table, while the worker does its turn. */
final class Producer {

  /** The mark of flows that go again behind the turn. */
  static final String MARK = "32";

  private final Process process;

  private Producer(Process process) {
    this.process = process;
  }

  /** Creates so many flows as fast as possible. */
  static Producer create(Settings settings, int flows) throws IOException {
    return start(
        settings,
        "create",
        String.valueOf(settings.flows()),
        String.valueOf(flows),
        String.valueOf(settings.ipv6Percent()),
        MARK);
  }

  /** Creates flows at a steady rate. */
  static Producer steady(Settings settings) throws IOException {
    return start(
        settings,
        "steady",
        String.valueOf(settings.flows()),
        String.valueOf(settings.rate()),
        String.valueOf(settings.seconds()),
        MARK);
  }

  private static Producer start(Settings settings, String program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(settings.programs().resolve(program).toString());
    command.addAll(List.of(arguments));
    return new Producer(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end, which must be a good one. */
  void await() throws InterruptedException {
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IllegalStateException("the program that creates flows failed with " + exit);
    }
  }
}
