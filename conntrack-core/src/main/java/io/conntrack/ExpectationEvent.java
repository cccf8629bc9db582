package io.conntrack;

/**
 * An expectation was made or ended. Immutable.
 *
 * @param type what happened; never {@link EventType#UPDATE}
 * @param expectation the expectation
 * @param portId the port id of the socket whose request caused the event, 0 to 4294967295; 0 if
 *     packets or a timer did ({@code nlmsg_pid})
 * @param namespace the network namespace, empty for that of the {@link Conntrack}
 * @param isResync whether this is no event but an expectation that the dump of a resync found:
 *     {@code type} is {@link EventType#NEW} then, though the expectation may be known
 */
public record ExpectationEvent(
    EventType type, Expectation expectation, long portId, String namespace, boolean isResync)
    implements ConntrackEvent {}
