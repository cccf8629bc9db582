package io.conntrack.examples.cli;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command that runs until a signal end in an orderly way: with its last words, and with the
 * status it chooses instead of the one that stands for the signal.
 *
 * <p>Thread-safe.
 */
final class Termination {

  /** What a command that runs in another program's process gets: signals are that program's. */
  static final Termination NONE = new Termination();

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable AutoCloseable running;
  private volatile int status;

  /** Closes this when a signal asks the process to end, which has to end the command. */
  void close(AutoCloseable whatRuns) {
    running = whatRuns;
  }

  /** Takes care of SIGINT, SIGTERM and SIGHUP from now on. */
  static Termination install() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(new Thread(termination::end, "conntrack-termination"));
    return termination;
  }

  private void end() {
    AutoCloseable command = running;
    if (command == null) {
      return; // it ends by itself, or is ended by the signal
    }
    try {
      command.close();
      done.await();
      Runtime.getRuntime().halt(status);
    } catch (Exception e) {
      Runtime.getRuntime().halt(1);
    }
  }

  /** Ends the process with a status. */
  void exit(int exitStatus) {
    status = exitStatus;
    done.countDown();
    System.exit(exitStatus);
  }
}
