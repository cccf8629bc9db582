package io.conntrack.mirror;

import java.time.Duration;

/** How long to wait before something that failed is tried again. Confined to one thread. */
final class Backoff {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    next = first;
  }

  /** Returns how long to wait this time, twice as long as the last time. */
  Duration next() {
    Duration current = next;
    Duration twice = current.multipliedBy(2);
    next = twice.compareTo(longest) > 0 ? longest : twice;
    return current;
  }

  /** Says whether it worked until now. */
  boolean isReset() {
    return next.equals(first);
  }

  /** Notes that it worked. */
  void reset() {
    next = first;
  }
}
