package io.conntrack.examples.conntrackd.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the program go to the background. A JVM cannot fork, so the program starts itself a second
 * time, and ends when the other one says that it works.
 */
public final class Background {

  private static final String MARK = "CONNTRACKD_IN_BACKGROUND";
  private static final String READY = "conntrackd is ready";

  private Background() {}

  /** Says whether this is the program that was started for the background. */
  public static boolean isHere() {
    return System.getenv(MARK) != null;
  }

  /**
   * Starts this program again and waits until it works or ends.
   *
   * @param err where its messages go if it ends
   * @return the status to exit with
   * @throws IOException if it cannot be started
   */
  public static int start(PrintStream err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(commandLine()).redirectErrorStream(true);
    builder.environment().put(MARK, "yes");
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> messages = new ArrayList<>();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(READY)) {
        return 0;
      }
      messages.add(line);
    }
    messages.forEach(err::println);
    return process.onExit().join().exitValue();
  }

  private static List<String> commandLine() throws IOException {
    String words = Files.readString(Path.of("/proc/self/cmdline"));
    List<String> command = new ArrayList<>(List.of(words.split("\0")));
    command.set(0, ProcessHandle.current().info().command().orElse(command.get(0)));
    return command;
  }

  /** Becomes the leader of a session of its own, which no terminal ends. */
  public static void leaveTerminal() {
    SystemCalls.setsid();
  }

  /** Makes files that only the user itself can read, from now on. */
  public static void hideFiles() {
    SystemCalls.umask(0177);
  }

  /** Tells the starter that this works, and has no console from then on. */
  public static void ready() {
    System.out.println(READY);
    System.out.flush();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    System.setOut(nowhere);
    System.setErr(nowhere);
  }
}
