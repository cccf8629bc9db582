package io.conntrack;

/** What an {@link EventStream} does about lost events. */
public enum LossPolicy {
  /** It delivers an {@link EventsLost} and goes on. */
  REPORT,
  /**
   * It delivers an {@link EventsLost}, then a dump of the table as events with {@code isResync},
   * then a {@link Resynced}. While the dump runs, events wait in the receive buffer; what overruns
   * it then is the next loss. At least as much time as a resync took passes before the next one.
   */
  RESYNC,
  /** It throws an {@link EventsLostException} and closes. */
  FAIL
}
