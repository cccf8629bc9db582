package io.conntrack;

import java.time.Duration;
import java.util.Optional;

/**
 * Numbers of an {@link EventStream} since it was opened, of all its network namespaces together.
 * Immutable.
 *
 * @param received messages that were read from the kernel
 * @param lost events that the kernel dropped because the receive buffer was full, reported as
 *     {@link EventsLost} or about to be
 * @param unreadable messages that could not be read
 * @param overruns how often the receive buffer overran
 * @param resyncs how many resyncs were completed
 * @param bufferBytes the receive buffers' size in effect, as the kernel charges it
 * @param bufferEvents how many events the receive buffers hold, at 1,280 bytes each
 * @param highWaterEvents the largest number of events that was found waiting in one receive buffer
 * @param clamp why a receive buffer is smaller than wanted, and what would lift that; absent if it
 *     is not
 * @param lag the time from the last received event that has a time of its own until it was
 *     received; absent before Linux 6.14 and while {@code net.netfilter.nf_conntrack_timestamp} is
 *     0
 */
public record EventStatistics(
    long received,
    long lost,
    long unreadable,
    long overruns,
    long resyncs,
    long bufferBytes,
    long bufferEvents,
    long highWaterEvents,
    Optional<String> clamp,
    Optional<Duration> lag) {}
