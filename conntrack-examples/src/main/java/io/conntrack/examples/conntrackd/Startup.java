package io.conntrack.examples.conntrackd;

import io.conntrack.examples.conntrackd.CommandLine.Purpose;
import io.conntrack.examples.conntrackd.config.Configuration;
import io.conntrack.examples.conntrackd.daemon.Background;
import io.conntrack.examples.conntrackd.daemon.StatisticsDaemon;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Becomes the daemon, and ends in order when a signal asks for it. */
final class Startup {

  private static final int DONE = 0;
  private static final long SECONDS_TO_END = 10;

  private Startup() {}

  static int run(Configuration configuration, Purpose purpose, PrintStream err) throws IOException {
    if (configuration.sync().isPresent()) {
      throw new IOException(
          "conntrackd cannot start: this program has statistics mode alone, and the configuration"
              + " has a Sync clause");
    }
    if (purpose == Purpose.DAEMON && !Background.isHere()) {
      return Background.start(err);
    }
    Background.hideFiles();
    if (purpose == Purpose.DAEMON) {
      Background.leaveTerminal();
    }
    return collect(configuration, purpose == Purpose.DAEMON);
  }

  private static int collect(Configuration configuration, boolean background) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    try (StatisticsDaemon daemon = new StatisticsDaemon(configuration)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon, ended), "conntrackd-end"));
      daemon.run(configuration, background, background ? Background::ready : () -> {});
    } finally {
      ended.countDown();
    }
    return DONE;
  }

  /** A signal is a wish like any other: the status is that of an orderly end. */
  private static void end(StatisticsDaemon daemon, CountDownLatch ended) {
    if (ended.getCount() == 0) {
      return; // the program ends by itself
    }
    daemon.stop();
    try {
      if (ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(DONE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
