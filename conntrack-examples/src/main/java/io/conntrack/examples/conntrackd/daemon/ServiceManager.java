package io.conntrack.examples.conntrackd.daemon;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd how the daemon is, {@code sd_notify(3)}: nothing unless it asks, which it does by
 * {@code NOTIFY_SOCKET} in the environment. Thread-safe.
 */
final class ServiceManager implements AutoCloseable {

  private static final long MICROS_PER_MILLI = 1_000;

  private final @Nullable LocalDatagrams datagrams;
  private final Optional<Duration> watchdog;

  private ServiceManager(@Nullable LocalDatagrams datagrams, Optional<Duration> watchdog) {
    this.datagrams = datagrams;
    this.watchdog = watchdog;
  }

  /** Finds it, if the configuration wants it to be told. */
  static ServiceManager find(boolean wanted) {
    String socket = System.getenv("NOTIFY_SOCKET");
    if (!wanted || socket == null || socket.isEmpty()) {
      return new ServiceManager(null, Optional.empty());
    }
    return new ServiceManager(
        new LocalDatagrams(socket),
        Optional.ofNullable(System.getenv("WATCHDOG_USEC"))
            .filter(micros -> micros.matches("[0-9]{1,18}"))
            .map(micros -> Duration.ofMillis(Long.parseLong(micros) / MICROS_PER_MILLI)));
  }

  /** Returns how often it wants to hear {@link #alive}: twice in its interval. */
  Optional<Duration> heartbeat() {
    return watchdog.map(interval -> interval.dividedBy(2));
  }

  /** Says that the daemon has started. */
  void ready() {
    send("READY=1\nMAINPID=" + ProcessHandle.current().pid());
  }

  /** Says that the daemon still works. */
  void alive() {
    send("WATCHDOG=1");
  }

  /** Says that the daemon is about to end. */
  void stopping() {
    send("STOPPING=1");
  }

  private void send(String state) {
    if (datagrams != null) {
      datagrams.send(state);
    }
  }

  @Override
  public void close() {
    if (datagrams != null) {
      datagrams.close();
    }
  }
}
