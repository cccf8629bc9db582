package io.conntrack.netlink.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a stream of events does. One thread at a time counts; any may read. */
final class EventCounters {

  private static final long UNKNOWN = Long.MIN_VALUE;

  final AtomicLong received = new AtomicLong();
  final AtomicLong lost = new AtomicLong();
  final AtomicLong unreadable = new AtomicLong();
  final AtomicLong overruns = new AtomicLong();
  final AtomicLong resyncs = new AtomicLong();
  private final AtomicLong lagNanos = new AtomicLong(UNKNOWN);

  /** Adds without the cost of letting others know at once. */
  static void add(AtomicLong counter, long number) {
    counter.lazySet(counter.getPlain() + number);
  }

  /** Notes how long after it happened an event was received; clocks differ, so not less than 0. */
  void lag(long nanos) {
    lagNanos.lazySet(Math.max(0, nanos));
  }

  Optional<Duration> lag() {
    long nanos = lagNanos.get();
    return nanos == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
