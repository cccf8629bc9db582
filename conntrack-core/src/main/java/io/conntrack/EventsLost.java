package io.conntrack;

import java.time.Instant;

/**
 * Events were lost here: what comes before it happened before the loss, what comes behind it
 * happened after. Immutable.
 *
 * <p>The sum of all losses is exact at any time when nothing waits in the receive buffer. If the
 * buffer overruns again before this place was reached, events that were lost in between may be
 * counted with the later loss, never with an earlier one.
 *
 * @param count the exact number of lost events; 0 if there is at least one and the kernel does not
 *     tell the number, which {@link Cause#OVERRUN} never is
 * @param cause why
 * @param since when the last event before the loss was received, or the stream opened
 * @param until when the loss was noticed and counted
 * @param namespace the network namespace, empty for that of the {@link Conntrack}
 */
public record EventsLost(long count, Cause cause, Instant since, Instant until, String namespace)
    implements ConntrackEvent {

  /** Why events were lost. */
  public enum Cause {
    /** The receive buffer was full: the stream was read too slowly (ENOBUFS). */
    OVERRUN,
    /** The kernel had no memory for an event (ENOBUFS without a drop). */
    KERNEL_MEMORY,
    /**
     * The message arrived and could not be read, for example because the socket filter of another
     * process cut it short.
     */
    UNREADABLE
  }

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public EventsLost {
    if (count < 0) {
      throw new IllegalArgumentException("lost events " + count + " must not be negative");
    }
  }

  /** Returns for example {@code 7 events lost (OVERRUN)}. */
  @Override
  public String toString() {
    return (count == 0 ? "some" : Long.toString(count))
        + (count == 1 ? " event" : " events")
        + " lost ("
        + cause
        + ")"
        + (namespace.isEmpty() ? "" : " in " + namespace)
        + " between "
        + since
        + " and "
        + until;
  }
}
