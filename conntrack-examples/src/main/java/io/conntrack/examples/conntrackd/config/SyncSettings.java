package io.conntrack.examples.conntrackd.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything about replication. Immutable.
 *
 * @param mode how state is replicated
 * @param commitTimeout the timeout of committed flows; absent for an estimate
 * @param purgeTimeout how long after {@code -t} the table is flushed
 * @param links the dedicated links, at most 4, in the order of the file
 * @param errorQueueLength how many unsent buffers a TCP link keeps
 * @param tracksWindows {@code TCPWindowTracking}: whether window scales are replicated
 * @param expectations which expectations are replicated
 */
public record SyncSettings(
    SyncMode mode,
    Optional<Duration> commitTimeout,
    Duration purgeTimeout,
    List<LinkSettings> links,
    int errorQueueLength,
    boolean tracksWindows,
    ExpectationSync expectations) {

  /**
   * Which expectations are replicated. Immutable.
   *
   * @param enabled whether any are
   * @param helpers prefixes of the helpers' names; empty for all helpers
   */
  public record ExpectationSync(boolean enabled, List<String> helpers) {

    static final ExpectationSync OFF = new ExpectationSync(false, List.of());
  }
}
