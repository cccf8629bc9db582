package io.conntrack;

import java.time.Duration;

/** Turns durations into the whole seconds that the kernel counts. */
final class Seconds {

  private static final long LIMIT = 0xffffffffL;
  private static final Duration LONGEST = Duration.ofSeconds(LIMIT);

  private Seconds() {}

  /** Returns the seconds as an unsigned 32-bit number, a part of a second rounded up. */
  static int of(String what, Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + " " + duration + " is out of range: 0 to " + LIMIT + " seconds");
    }
    return (int) (duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0));
  }
}
