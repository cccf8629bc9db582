package io.conntrack.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Says where a number was measured, as every file of results does.
 *
 * <p>The scripts in {@code bin} tell it their command line and the commit by the properties {@code
 * benchmarks.command} and {@code benchmarks.commit}.
 */
public final class Environment {

  private Environment() {}

  /** Prints the environment as JSON. */
  public static void main(String[] args) {
    System.out.print(Json.write(describe()));
  }

  /** Returns time, command, commit, processor, kernel and JDK. */
  public static Map<String, Object> describe() {
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    environment.put("command", System.getProperty("benchmarks.command", "unknown"));
    environment.put("commit", System.getProperty("benchmarks.commit", "unknown"));
    environment.put("cpu", cpu());
    environment.put("processors", Runtime.getRuntime().availableProcessors());
    environment.put("memory", firstValue(Path.of("/proc/meminfo"), "MemTotal"));
    environment.put(
        "kernel", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
    environment.put("architecture", System.getProperty("os.arch"));
    environment.put("jdk", System.getProperty("java.vm.name") + ' ' + Runtime.version());
    return environment;
  }

  private static String cpu() {
    return firstValue(Path.of("/proc/cpuinfo"), "model name");
  }

  /** Returns what stands behind the colon of the first line with this key. */
  private static String firstValue(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
