package io.conntrack;

/**
 * Takes events without an object for each: {@link EventStream#poll(EventHandler,
 * java.time.Duration)} calls it on the calling thread, in the order of the events.
 *
 * <p>Views are valid only inside the call; {@link Flow#copyOf} and {@link Expectation#copyOf} keep
 * their content. A handler may use the {@link Conntrack} and close the stream, but must not consume
 * it. What it throws is passed on; the event at which it did so counts as delivered, the next call
 * goes on behind it.
 */
@FunctionalInterface
public interface EventHandler {

  /** A flow began, changed or ended; see {@link FlowEvent}. */
  void onFlow(EventType type, FlowView flow, EventOrigin origin);

  /** An expectation was made or ended; see {@link ExpectationEvent}. Does nothing by default. */
  default void onExpectation(EventType type, ExpectationView expectation, EventOrigin origin) {}

  /** Events were lost here. Does nothing by default. */
  default void onLost(EventsLost lost) {}

  /** A resync is complete. Does nothing by default. */
  default void onResynced(Resynced resynced) {}
}
