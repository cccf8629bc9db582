package io.conntrack.examples.conntrackd.config;

import java.time.Duration;

/** How state is replicated. Immutable. */
public sealed interface SyncMode {

  /** {@code DisableExternalCache}: says whether what the peer announces is put into the kernel. */
  boolean injects();

  /** {@code StartupResync}: says whether the peer is asked for its table at the start. */
  boolean asksAtStart();

  /**
   * Reliable replication to one peer, by acknowledgements. Immutable.
   *
   * @param resendQueueSize the most objects that wait for an acknowledgement
   * @param acknowledgementWindow how many messages are acknowledged together
   * @param injects whether there is no external cache
   * @param asksAtStart whether the peer is asked for its table at the start
   */
  record Ftfw(int resendQueueSize, int acknowledgementWindow, boolean injects, boolean asksAtStart)
      implements SyncMode {}

  /**
   * Replication by repetition. Immutable.
   *
   * @param refreshTime the longest time until a flow is announced again
   * @param cacheTimeout how long an announced flow is believed in
   */
  record Alarm(Duration refreshTime, Duration cacheTimeout) implements SyncMode {

    @Override
    public boolean injects() {
      return false;
    }

    @Override
    public boolean asksAtStart() {
      return false;
    }
  }

  /**
   * Replication without any care for what is lost. Immutable.
   *
   * @param bypasses whether there is no internal cache: each event becomes a message at once
   * @param injects whether there is no external cache
   * @param asksAtStart whether the peer is asked for its table at the start
   */
  record Notrack(boolean bypasses, boolean injects, boolean asksAtStart) implements SyncMode {}
}
