package io.conntrack;

import java.time.Duration;

/** Turns durations into the whole seconds that the kernel counts. */
final class Seconds {

  private static final long LIMIT = 0xffffffffL;

  private Seconds() {}

  /** Returns the seconds as an unsigned 32-bit number, a part of a second rounded up. */
  static int of(String what, Duration duration) {
    long seconds = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
    if (duration.isNegative() || seconds > LIMIT) {
      throw new IllegalArgumentException(
          what + " " + duration + " is out of range: 0 to " + LIMIT + " seconds");
    }
    return (int) seconds;
  }
}
