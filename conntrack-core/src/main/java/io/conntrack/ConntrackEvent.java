package io.conntrack;

/**
 * One element of an {@link EventStream}: what happened to a flow or to an expectation, or what
 * happened to the stream itself. Immutable.
 */
public sealed interface ConntrackEvent permits FlowEvent, ExpectationEvent, EventsLost, Resynced {

  /**
   * Returns the network namespace: its file as {@link EventOptions#namespaces()} names it, empty
   * for that of the {@link Conntrack}.
   */
  String namespace();
}
