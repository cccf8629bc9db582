package io.conntrack.examples.conntrackd.daemon;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The form of a line of the daemon's log. */
public final class LogLine {

  /** What {@code ctime(3)} shows: the day of the month is padded with a blank. */
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

  private LogLine() {}

  /** How grave a line is. */
  public enum Level {
    /** For information. */
    INFO("info", 6),
    /** Normal, and worth to know. */
    NOTICE("notice", 5),
    /** Something is not as it should be. */
    WARNING("warning", 4),
    /** Something failed. */
    ERROR("ERROR", 3);

    private final String word;
    private final int priority;

    Level(String word, int priority) {
      this.word = word;
      this.priority = priority;
    }

    /** Returns the priority of syslog, 3 to 6. */
    int priority() {
      return priority;
    }

    /** Says whether it goes to the standard error and not to the standard output. */
    boolean isTrouble() {
      return priority <= WARNING.priority;
    }
  }

  /** Returns the local time as {@code ctime(3)} shows it. */
  static String time(LocalDateTime when) {
    return CTIME.format(when);
  }

  /** Returns a line such as {@code [Mon Nov 23 04:37:08 2026] (pid=17654) [notice] text}. */
  public static String of(Level level, String text) {
    return "["
        + time(LocalDateTime.now(ZoneId.systemDefault()))
        + "] (pid="
        + ProcessHandle.current().pid()
        + ") ["
        + level.word
        + "] "
        + text;
  }
}
