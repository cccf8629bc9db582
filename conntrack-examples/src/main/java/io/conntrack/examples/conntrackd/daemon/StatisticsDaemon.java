package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.Conntrack;
import io.conntrack.examples.conntrackd.config.Configuration;
import io.conntrack.examples.conntrackd.config.GeneralSettings;
import io.conntrack.examples.conntrackd.control.ControlServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The daemon in statistics mode: everything from the lock file to the end. One thread {@link #run
 * runs} it; {@link #stop} is for any thread.
 */
public final class StatisticsDaemon implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final DaemonLog log;
  private final ServiceManager manager;
  private final StatisticsCollector collector;
  private @Nullable ControlServer server;

  /**
   * Opens what the daemon needs.
   *
   * @throws IOException if a daemon runs already, or a file or socket cannot be made
   * @throws io.conntrack.ConntrackException if the kernel's table cannot be read
   */
  public StatisticsDaemon(Configuration configuration) throws IOException {
    GeneralSettings general = configuration.general();
    log = opening(new DaemonLog(general));
    boolean complete = false;
    try {
      FlowLog flows = opening(new FlowLog(configuration));
      opening(new LockFile(general.lockFile()));
      manager = opening(ServiceManager.find(general.systemd()));
      Conntrack conntrack = opening(Conntrack.open());
      if (!general.netlink().choosesBuffer() && general.netlink().poll().isEmpty()) {
        log.notice(
            "NetlinkBufferSize is either not set or is greater than NetlinkBufferSizeMaxGrowth."
                + " Using the default buffer size");
      }
      collector = opening(new StatisticsCollector(conntrack, general, flows, log));
      if (general.socket().isPresent()) {
        server = opening(serve(conntrack, general));
      }
      complete = true;
    } catch (IOException | RuntimeException e) {
      log.error(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      if (!complete) {
        close();
      }
    }
    collector
        .bufferBytes()
        .ifPresent(
            bytes ->
                log.notice("netlink event socket buffer size has been set to " + bytes + " bytes"));
    log.notice("initialization completed");
  }

  private <T extends AutoCloseable> T opening(T resource) {
    opened.push(resource);
    return resource;
  }

  private ControlServer serve(Conntrack conntrack, GeneralSettings general) throws IOException {
    StatisticsCommands commands =
        new StatisticsCommands(conntrack, collector, log, new ServerRequests(), this::stop);
    return ControlServer.open(general.socket().orElseThrow(), commands, PATIENCE);
  }

  /** Reads the numbers of the server, which opens after what shows them. */
  private final class ServerRequests implements StatisticsCommands.Requests {

    @Override
    public long unread() {
      return server == null ? 0 : server.failedReads();
    }

    @Override
    public long unknown() {
      return server == null ? 0 : server.unknownRequests();
    }
  }

  /**
   * Runs until it is stopped.
   *
   * @param background whether it has no console
   * @param started is run once it works
   */
  public void run(Configuration configuration, boolean background, Runnable started) {
    configuration.general().scheduler().ifPresent(one -> Scheduling.apply(one, log));
    if (background) {
      log.leaveConsole();
    }
    log.notice("-- starting in " + (background ? "daemon" : "console") + " mode --");
    started.run();
    manager.ready();
    Thread heartbeats = heartbeats();
    try {
      collector.run();
    } finally {
      heartbeats.interrupt();
      manager.stopping();
      log.notice("---- shutdown received ----");
    }
  }

  private Thread heartbeats() {
    Thread thread = new Thread(this::beat, "conntrackd-heartbeat");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void beat() {
    Duration interval = manager.heartbeat().filter(one -> one.toMillis() > 0).orElse(null);
    try {
      while (interval != null) {
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        manager.alive();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon ends
    }
  }

  /** Lets {@link #run} return. */
  public void stop() {
    collector.close();
  }

  /** Closes all that is open, the latest first; removes socket and lock file. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("conntrackd: cannot close: " + e.getMessage());
      }
    }
  }
}
