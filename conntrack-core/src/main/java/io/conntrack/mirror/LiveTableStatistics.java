package io.conntrack.mirror;

import java.time.Duration;
import java.util.Optional;

/**
 * Numbers of a {@link LiveTable} since it was opened. Immutable.
 *
 * @param events events of flows that were applied
 * @param lostEvents events that the kernel dropped because they were not read in time, exactly
 * @param losses how often events were lost, whatever their number
 * @param dumps dumps that were merged completely, the first one included
 * @param failures dumps and look-ups that failed and were tried again
 * @param lookups flows that were looked up because an event, a dump or silence left something open
 * @param openQuestions flows that wait to be looked up
 * @param silentFlows flows in the mirror that no event has told of yet, because they are older than
 *     it or because sysctl {@code net.netfilter.nf_conntrack_events} or rules suppress events
 * @param reopened how often the stream of events failed and was opened again
 * @param listenerFailures how often a listener threw something
 * @param lag the time from the last event that has a time of its own until it was received; absent
 *     before Linux 6.14 and while {@code net.netfilter.nf_conntrack_timestamp} is 0
 */
public record LiveTableStatistics(
    long events,
    long lostEvents,
    long losses,
    long dumps,
    long failures,
    long lookups,
    long openQuestions,
    long silentFlows,
    long reopened,
    long listenerFailures,
    Optional<Duration> lag) {}
