package io.conntrack.mirror;

/** How a {@link LiveTable} came to know of a change. */
public enum ChangeCause {
  /** An event told of it. */
  EVENT,
  /**
   * A dump or a look-up showed it: when the mirror was loaded, after events were lost, or because
   * events do not tell everything.
   */
  RESYNC
}
