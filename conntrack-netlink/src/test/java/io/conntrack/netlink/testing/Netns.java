package io.conntrack.netlink.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The network namespace of a test: its loopback interface is up, and packets are tracked. Whatever
 * it does, it does in that namespace, whichever thread calls.
 */
public final class Netns implements AutoCloseable {

  private static final Path SYSCTLS = Path.of("/proc/sys");
  private static final long SECONDS_TO_RUN = 30;

  /** A rule that looks at the state of a flow makes the kernel track the packets. */
  private static final String TRACKING =
      """
      table inet tracking {
        chain prerouting {
          type filter hook prerouting priority filter
          ct state new
        }
      }
      """;

  private final NamespaceThread thread;
  private final List<Netns> others = new ArrayList<>();

  private Netns(NamespaceThread thread) {
    this.thread = thread;
  }

  static Netns create() throws Exception {
    Netns netns = new Netns(NamespaceThread.start());
    try {
      netns.run("ip", "link", "set", "lo", "up").orFail();
      netns.nft(TRACKING);
      return netns;
    } catch (Exception | Error e) {
      netns.close();
      throw e;
    }
  }

  /** Runs an action in the namespace. */
  public <T> T call(Callable<T> action) throws Exception {
    return thread.call(action);
  }

  /** Returns the file by which others can enter the namespace while the test runs. */
  public Path path() {
    return thread.namespace();
  }

  /** Returns another new namespace, which goes with this one. */
  public Netns another() throws Exception {
    Netns other = create();
    others.add(other);
    return other;
  }

  /** Runs a program and waits for its end. */
  public Output run(String... command) throws Exception {
    return runWithInput("", command);
  }

  /** Runs a program that reads something, and waits for its end. */
  public Output runWithInput(String input, String... command) throws Exception {
    Path directory = Files.createTempDirectory("netns");
    Path in = Files.writeString(directory.resolve("in"), input);
    Path out = directory.resolve("out");
    Path errors = directory.resolve("errors");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile());
      int exitCode = call(() -> await(builder.start()));
      return new Output(
          List.of(command), exitCode, Files.readString(out), Files.readString(errors));
    } finally {
      for (Path file : List.of(in, out, errors, directory)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int await(Process process) throws InterruptedException {
    try {
      if (!process.waitFor(SECONDS_TO_RUN, TimeUnit.SECONDS)) {
        throw new AssertionError(process.info() + " still runs after " + SECONDS_TO_RUN + " s");
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Runs the {@code conntrack} command, which has to succeed, and returns its lines. */
  public List<String> conntrack(String... arguments) throws Exception {
    return tryConntrack(arguments).orFail().lines();
  }

  /** Runs the {@code conntrack} command. */
  public Output tryConntrack(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("conntrack"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /** Loads rules. */
  public void nft(String rules) throws Exception {
    runWithInput(rules, "nft", "-f", "-").orFail();
  }

  /** Loads a rule that uses labels, without which no flow has room for any. */
  public void useLabels() throws Exception {
    nft("add rule inet tracking prerouting ct label 1\n");
  }

  /** Sets a kernel parameter of the namespace, for example {@code net.ipv4.ip_forward}. */
  public void sysctl(String name, long value) throws Exception {
    Path file = SYSCTLS.resolve(name.replace('.', '/'));
    call(() -> Files.writeString(file, Long.toString(value), StandardOpenOption.WRITE));
  }

  /** Reads a kernel parameter of the namespace. */
  public long sysctl(String name) throws Exception {
    Path file = SYSCTLS.resolve(name.replace('.', '/'));
    return call(() -> Long.parseLong(firstLine(file)));
  }

  /** The kernel gives a parameter in one piece or cuts it, so the first read must not be short. */
  private static String firstLine(Path file) throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      return lines.readLine();
    }
  }

  @Override
  public void close() {
    others.forEach(Netns::close);
    thread.close();
  }
}
