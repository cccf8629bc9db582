package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.FlowView;
import io.conntrack.examples.conntrackd.config.Configuration;
import io.conntrack.examples.conntrackd.config.Facility;
import io.conntrack.examples.conntrackd.daemon.LogLine.Level;
import io.conntrack.examples.conntrackd.report.FlowText;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where ended flows are logged, one a line. Not thread-safe; confine to one thread. Lines gather
 * until {@link #flush}.
 */
final class FlowLog implements AutoCloseable {

  private static final int CHUNK = 1 << 15;

  private final @Nullable LineFile file;
  private final @Nullable Syslog syslog;
  private final Facility facility;
  private final int priority;
  private final FlowText text = new FlowText();
  private final StringBuilder lines = new StringBuilder(CHUNK);

  FlowLog(Configuration configuration) throws IOException {
    boolean hasLogFile =
        configuration.general().logFile().isPresent()
            || configuration.stats().logFile().isPresent();
    Optional<Facility> general = configuration.general().syslog();
    boolean toSyslog =
        hasLogFile ? configuration.stats().syslog().isPresent() : general.isPresent();
    file =
        configuration.stats().logFile().isPresent()
            ? new LineFile(configuration.stats().logFile().get())
            : null;
    syslog = toSyslog ? new Syslog() : null;
    facility = general.orElse(Facility.USER);
    priority = (hasLogFile ? Level.INFO : Level.ERROR).priority();
  }

  /** Says whether anybody wants lines. */
  boolean isWanted() {
    return file != null || syslog != null;
  }

  void write(FlowView ended) {
    if (file != null) {
      lines.append(LogLine.time(LocalDateTime.now(ZoneId.systemDefault()))).append('\t');
    }
    int start = lines.length();
    text.append(lines, ended);
    if (syslog != null) {
      syslog.send(facility, priority, lines.substring(start));
    }
    lines.append('\n');
    if (file == null || lines.length() >= CHUNK) {
      flush();
    }
  }

  void flush() {
    if (file != null && lines.length() > 0) {
      file.write(lines.toString());
    }
    lines.setLength(0);
  }

  @Override
  public void close() throws IOException {
    flush();
    if (file != null) {
      file.close();
    }
    if (syslog != null) {
      syslog.close();
    }
  }
}
