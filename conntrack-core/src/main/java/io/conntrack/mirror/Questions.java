package io.conntrack.mirror;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The flows of which something is open that only a look-up can tell, each once. For the writer. */
final class Questions {

  private final int limit;
  private final Tally tally;
  private final Set<FlowKey> keys = new LinkedHashSet<>();

  Questions(int limit, Tally tally) {
    this.limit = limit;
    this.tally = tally;
  }

  /** Adds a flow; says whether there was room. Without room, a dump answers all of them. */
  boolean add(FlowKey key) {
    if (keys.size() >= limit) {
      keys.clear();
      tally.openQuestions.set(0);
      return false;
    }
    keys.add(key);
    tally.openQuestions.set(keys.size());
    return true;
  }

  /** Takes the oldest ones out. */
  List<FlowKey> take(int count) {
    List<FlowKey> taken = new ArrayList<>(Math.min(count, keys.size()));
    Iterator<FlowKey> oldest = keys.iterator();
    while (taken.size() < count && oldest.hasNext()) {
      taken.add(oldest.next());
      oldest.remove();
    }
    tally.openQuestions.set(keys.size());
    return taken;
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }
}
