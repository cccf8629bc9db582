package io.conntrack.examples.conntrackd.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How events come from the kernel. Immutable.
 *
 * @param bufferBytes the receive buffer at first; 0 for the system's default
 * @param largestBufferBytes how far it may grow when events are lost
 * @param resyncAfter how long after a loss the table is read again; absent for never
 * @param reliable whether the kernel keeps what does not fit
 * @param iterationLimit how many events are handled before anything else gets its turn
 * @param poll how often the table is read, instead of following events; absent for events
 */
public record NetlinkSettings(
    long bufferBytes,
    long largestBufferBytes,
    Optional<Duration> resyncAfter,
    boolean reliable,
    int iterationLimit,
    Optional<Duration> poll) {

  /** Says whether the first size counts: only if the buffer may not grow to less than it. */
  public boolean choosesBuffer() {
    return bufferBytes > 0 && largestBufferBytes >= bufferBytes;
  }
}
