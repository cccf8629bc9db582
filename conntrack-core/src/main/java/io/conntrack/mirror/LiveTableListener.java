package io.conntrack.mirror;

import io.conntrack.Flow;

/**
 * Is told how a {@link LiveTable} changes, in the order in which it does: one call at a time, on
 * the threads of the mirror. All methods do nothing by default.
 *
 * <p>When it is called, readers see the change already. While it runs, the mirror does not go on,
 * and events wait in a buffer that is limited: hand over what takes long. It may read the mirror,
 * and close it; to wait for the mirror's next state here would last for ever. What it throws is
 * logged and counted, and ends nothing.
 */
public interface LiveTableListener {

  /** A flow is in the mirror that was not there before. */
  default void onAdded(Flow flow, ChangeCause cause) {}

  /**
   * A flow has changed, or an event says so, though it carries nothing new. With {@link
   * ChangeCause#RESYNC} there is a difference that an event would have told: not of counters,
   * timeout, times or TCP flags alone.
   */
  default void onChanged(Flow before, Flow after, ChangeCause cause) {}

  /**
   * A flow is no longer in the mirror: it has ended, or does not match the mirror's filter any
   * more.
   *
   * @param flow what was last known of it
   */
  default void onRemoved(Flow flow, ChangeCause cause) {}

  /** The mirror got into or out of step, or ended. */
  default void onState(LiveTableState state) {}
}
