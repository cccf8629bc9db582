package io.conntrack.mirror;

import io.conntrack.FlowView;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers which flows ended while a dump or a look-up is under way: what that shows of them may
 * be older than their end. For the writer.
 *
 * <p>Its memory is bounded. When it is full, any flow may be among them.
 */
final class Departures {

  private final int limit;
  private final Set<FlowKey> keys = new HashSet<>();
  private boolean recording;
  private boolean overflown;

  Departures(int limit) {
    this.limit = limit;
  }

  /** Forgets everything and records from now on. */
  void begin() {
    end();
    recording = true;
  }

  /** Forgets everything and stops recording. */
  void end() {
    keys.clear();
    overflown = false;
    recording = false;
  }

  void add(FlowView ended) {
    if (!recording || overflown) {
      return;
    }
    if (keys.size() == limit) {
      keys.clear();
      overflown = true;
    } else {
      keys.add(FlowKey.of(ended));
    }
  }

  /** Says whether the flow may have ended since the recording began. */
  boolean mayContain(FlowView flow) {
    return overflown || (!keys.isEmpty() && keys.contains(FlowKey.of(flow)));
  }

  /** Says whether the flow may have ended since the recording began. */
  boolean mayContain(FlowKey key) {
    return overflown || keys.contains(key);
  }
}
