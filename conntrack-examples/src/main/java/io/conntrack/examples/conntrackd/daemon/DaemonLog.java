package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.examples.conntrackd.config.Facility;
import io.conntrack.examples.conntrackd.config.GeneralSettings;
import io.conntrack.examples.conntrackd.daemon.LogLine.Level;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon reports: its log file, syslog, and the console while it has one. Thread-safe.
 */
final class DaemonLog implements AutoCloseable {

  private final @Nullable LineFile file;
  private final @Nullable Syslog syslog;
  private final Optional<Facility> facility;
  private volatile boolean hasConsole = true;

  DaemonLog(GeneralSettings general) throws IOException {
    file = general.logFile().isPresent() ? new LineFile(general.logFile().get()) : null;
    facility = general.syslog();
    syslog = facility.isPresent() ? new Syslog() : null;
  }

  /** Says nothing more on the standard output and error, from the background. */
  void leaveConsole() {
    hasConsole = false;
  }

  void notice(String text) {
    say(Level.NOTICE, text);
  }

  void warn(String text) {
    say(Level.WARNING, text);
  }

  void error(String text) {
    say(Level.ERROR, text);
  }

  private void say(Level level, String text) {
    String line = LogLine.of(level, text);
    if (hasConsole) {
      (level.isTrouble() ? System.err : System.out).println(line);
    }
    if (file != null) {
      file.write(line + "\n");
    }
    if (syslog != null) {
      facility.ifPresent(where -> syslog.send(where, level.priority(), text));
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
    if (syslog != null) {
      syslog.close();
    }
  }
}
