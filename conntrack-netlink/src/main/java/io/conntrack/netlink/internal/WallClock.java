package io.conntrack.netlink.internal;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The time of day in nanoseconds without an object for each reading. It follows {@link
 * System#nanoTime()} and is set by the real clock once a second. Not thread-safe.
 */
final class WallClock {

  private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private long setAt;
  private long offset;

  WallClock() {
    set(System.nanoTime());
  }

  private void set(long now) {
    Instant time = Instant.now();
    setAt = now;
    offset = time.getEpochSecond() * NANOS_PER_SECOND + time.getNano() - now;
  }

  /** Returns the nanoseconds since the epoch. */
  long nanos() {
    long now = System.nanoTime();
    if (now - setAt > VALID_NANOS) {
      set(now);
    }
    return now + offset;
  }

  /** Returns nanoseconds since the epoch as an instant. */
  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
  }
}
