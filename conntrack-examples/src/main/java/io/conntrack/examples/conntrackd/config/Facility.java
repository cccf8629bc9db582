package io.conntrack.examples.conntrackd.config;

import java.util.Optional;

/** Where a message to syslog belongs, {@code LOG_*} of {@code syslog.h}. */
public enum Facility {
  /** {@code LOG_USER}. */
  USER(1),
  /** {@code LOG_DAEMON}. */
  DAEMON(3),
  /** {@code LOG_LOCAL0}. */
  LOCAL0(16),
  /** {@code LOG_LOCAL1}. */
  LOCAL1(17),
  /** {@code LOG_LOCAL2}. */
  LOCAL2(18),
  /** {@code LOG_LOCAL3}. */
  LOCAL3(19),
  /** {@code LOG_LOCAL4}. */
  LOCAL4(20),
  /** {@code LOG_LOCAL5}. */
  LOCAL5(21),
  /** {@code LOG_LOCAL6}. */
  LOCAL6(22),
  /** {@code LOG_LOCAL7}. */
  LOCAL7(23);

  private final int number;

  Facility(int number) {
    this.number = number;
  }

  /** Returns its number, 1 to 23. */
  public int number() {
    return number;
  }

  /** Finds one that a configuration may name; {@code user} is not among them. */
  static Optional<Facility> named(String word) {
    for (Facility one : values()) {
      if (one != USER && one.name().toLowerCase(java.util.Locale.ROOT).equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
