package io.conntrack.mirror;

import io.conntrack.Flow;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners, and survives what they throw. */
final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<LiveTableListener> listeners;
  private final Tally tally;

  Listeners(List<LiveTableListener> first, Tally tally) {
    listeners = new CopyOnWriteArrayList<>(first);
    this.tally = tally;
  }

  void add(LiveTableListener listener) {
    listeners.add(listener);
  }

  void remove(LiveTableListener listener) {
    listeners.remove(listener);
  }

  void added(Flow flow, ChangeCause cause) {
    tell(listener -> listener.onAdded(flow, cause));
  }

  void changed(Flow before, Flow after, ChangeCause cause) {
    tell(listener -> listener.onChanged(before, after, cause));
  }

  void removed(Flow flow, ChangeCause cause) {
    tell(listener -> listener.onRemoved(flow, cause));
  }

  void state(LiveTableState state) {
    tell(listener -> listener.onState(state));
  }

  @SuppressWarnings("CatchingUnchecked") // sneaky ones too: a listener must not end the mirror
  private void tell(Consumer<LiveTableListener> call) {
    for (LiveTableListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (Exception | LinkageError | AssertionError e) {
        if (tally.listenerFailures.getAndIncrement() == 0) {
          log.warn("a listener of a live table failed; further failures are counted only", e);
        }
      }
    }
  }
}
