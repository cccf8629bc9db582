package io.conntrack;

import java.time.Instant;

/**
 * A resync is complete: since the last {@link EventsLost} of this namespace the stream has
 * delivered all that a dump found, as events with {@code isResync}. What it did not show has ended,
 * and what happened since the dump began comes behind this. Immutable.
 *
 * @param flows the number of flows that the dump found and the filter selects
 * @param expectations the number of expectations that the dump found
 * @param since when the dump began
 * @param until when it ended
 * @param namespace the network namespace, empty for that of the {@link Conntrack}
 */
public record Resynced(
    long flows, long expectations, Instant since, Instant until, String namespace)
    implements ConntrackEvent {}
