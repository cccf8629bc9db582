package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.examples.conntrackd.config.Facility;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Sends messages to the system's log over {@code /dev/log}. Thread-safe. */
final class Syslog implements AutoCloseable {

  private static final int PRIORITIES = 8;
  private static final int MONTH_START = 4;
  private static final int TIME_END = 19;

  private final LocalDatagrams datagrams = new LocalDatagrams("/dev/log");

  /** Sends a text of one line; it is lost where nothing listens. */
  void send(Facility facility, int priority, String text) {
    // the middle of ctime(3): month, day and time
    String time =
        LogLine.time(LocalDateTime.now(ZoneId.systemDefault())).substring(MONTH_START, TIME_END);
    datagrams.send(
        "<"
            + (facility.number() * PRIORITIES + priority)
            + ">"
            + time
            + " conntrack-tools["
            + ProcessHandle.current().pid()
            + "]: "
            + text);
  }

  @Override
  public void close() {
    datagrams.close();
  }
}
