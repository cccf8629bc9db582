package io.conntrack.mirror;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a mirror does. */
final class Tally {

  final AtomicLong events = new AtomicLong();
  final AtomicLong lostEvents = new AtomicLong();
  final AtomicLong losses = new AtomicLong();
  final AtomicLong dumps = new AtomicLong();
  final AtomicLong failures = new AtomicLong();
  final AtomicLong lookups = new AtomicLong();
  final AtomicLong openQuestions = new AtomicLong();
  final AtomicLong silentFlows = new AtomicLong();
  final AtomicLong reopened = new AtomicLong();
  final AtomicLong listenerFailures = new AtomicLong();

  LiveTableStatistics snapshot(Optional<Duration> lag) {
    return new LiveTableStatistics(
        events.get(),
        lostEvents.get(),
        losses.get(),
        dumps.get(),
        failures.get(),
        lookups.get(),
        openQuestions.get(),
        silentFlows.get(),
        reopened.get(),
        listenerFailures.get(),
        lag);
  }
}
