package io.conntrack.mirror;

/** Whether a {@link LiveTable} is what the table is. */
public enum LiveTableState {
  /** The first dump has not been merged yet: flows are missing. */
  LOADING,
  /** Every event since the first dump has been applied, and nothing is known to be missing. */
  IN_STEP,
  /**
   * Events were lost, and the dump that makes up for them has not been merged yet: some flows may
   * be missing, out of date or gone.
   */
  REPAIRING,
  /** The mirror ended by itself, because the connection tracking system was closed. */
  FAILED,
  /** The mirror was closed. It can be read, and stays as it was. */
  CLOSED;

  /** Says whether the mirror has ended, by itself or because it was closed. */
  public boolean isFinal() {
    return this == FAILED || this == CLOSED;
  }
}
