package io.conntrack;

/**
 * A flow began, changed or ended. Immutable.
 *
 * @param type what happened
 * @param flow what the message said of the flow: an event carries less than a dump, see {@link
 *     Conntrack#events(EventOptions)}; {@link Flow#eventTime()} is when it happened
 * @param portId the port id of the socket whose request caused the event, 0 to 4294967295; 0 if
 *     packets or a timer did ({@code nlmsg_pid})
 * @param namespace the network namespace, empty for that of the {@link Conntrack}
 * @param isResync whether this is no event but a flow that the dump of a resync found: {@code type}
 *     is {@link EventType#NEW} then, though the flow may be known
 */
public record FlowEvent(EventType type, Flow flow, long portId, String namespace, boolean isResync)
    implements ConntrackEvent {}
