package io.conntrack.netlink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens soon, but nobody says when. */
final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 5;

  private Eventually() {}

  /** Returns the first value that fulfils a condition, or the last one when time is up. */
  static <T> T get(Supplier<T> value, Predicate<? super T> condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    T current = value.get();
    while (!condition.test(current) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      current = value.get();
    }
    return current;
  }
}
