package io.conntrack;

/** Tells a callback where an event comes from. Valid only inside the callback. */
public interface EventOrigin {

  /**
   * Returns the port id of the socket whose request caused the event, 0 to 4294967295; 0 if packets
   * or a timer did ({@code nlmsg_pid}).
   */
  long portId();

  /** Returns the network namespace, empty for that of the {@link Conntrack}. */
  String namespace();

  /**
   * Says whether this is no event but something that the dump of a resync found; its type is {@link
   * EventType#NEW} then.
   */
  boolean isResync();
}
