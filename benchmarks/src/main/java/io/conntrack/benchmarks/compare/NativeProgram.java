package io.conntrack.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** A program that is started for each turn, measures itself and prints a {@link Sample}. */
record NativeProgram(String name, String description, List<String> command) implements Contender {

  @Override
  public Sample run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      int exit = process.waitFor();
      if (exit != 0 || line == null) {
        throw new IllegalStateException(String.join(" ", command) + " failed with " + exit);
      }
      return Sample.parse(line);
    }
  }
}
