package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Tuple;
import io.conntrack.examples.conntrackd.report.CacheNumbers;
import io.conntrack.spi.FlowBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The flows that there are, as the last messages about them said. Thread-safe. Never holds more
 * than its limit.
 */
final class FlowCache {

  /** What a cache does not keep, because it changes without an event. */
  private static final List<FlowAttribute> OF_THE_MOMENT =
      List.of(
          FlowAttribute.ORIGINAL_COUNTERS,
          FlowAttribute.REPLY_COUNTERS,
          FlowAttribute.TIMEOUT,
          FlowAttribute.USE,
          FlowAttribute.EVENT_TIME);

  private final String name;
  private final int limit;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final FlowBuffer merged = new FlowBuffer();
  private long created;
  private long noSpace;
  private long updated;
  private long destroyed;

  FlowCache(String name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  /** What a flow is known by. */
  record Key(Tuple original, int zone) {

    static Key of(Flow flow) {
      return new Key(flow.original(), flow.zoneId(Direction.ORIGINAL));
    }
  }

  /**
   * A flow of the cache.
   *
   * @param flow what is known of it
   * @param sinceNanos when it came in, {@link System#nanoTime}
   */
  record Entry(Flow flow, long sinceNanos) {}

  /** Puts a flow in that has begun; it takes the place of one with the same tuple. */
  synchronized void begin(FlowView view) {
    Flow flow = image(view);
    if (entries.remove(Key.of(flow)) != null) {
      destroyed++;
    }
    add(flow);
  }

  /** Notes what a message says of a flow, known or not. */
  synchronized void update(FlowView view) {
    Flow news = image(view);
    Key key = Key.of(news);
    Entry known = entries.get(key);
    if (known == null) {
      add(news);
      return;
    }
    merged.copy(known.flow());
    merged.overlay(news);
    entries.put(key, new Entry(Flow.copyOf(merged), known.sinceNanos()));
    updated++;
  }

  private Flow image(FlowView view) {
    merged.copy(view);
    OF_THE_MOMENT.forEach(merged::remove);
    return Flow.copyOf(merged);
  }

  private void add(Flow flow) {
    if (entries.size() >= limit) {
      noSpace++;
      return;
    }
    entries.put(Key.of(flow), new Entry(flow, System.nanoTime()));
    created++;
  }

  /** Takes a flow out that has ended, and returns what was known of it. */
  synchronized Optional<Flow> end(Flow flow) {
    Entry entry = entries.remove(Key.of(flow));
    destroyed += entry == null ? 0 : 1;
    return Optional.ofNullable(entry).map(Entry::flow);
  }

  /** Takes all flows out that are not among some, and returns them. */
  synchronized List<Flow> retain(Set<Key> alive) {
    List<Flow> gone = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (!alive.contains(key)) {
            gone.add(entry.flow());
          }
        });
    gone.forEach(this::end);
    return gone;
  }

  /** Empties the cache. */
  synchronized void clear() {
    destroyed += entries.size();
    entries.clear();
  }

  /** Returns the flows of this moment. */
  synchronized List<Entry> snapshot() {
    return List.copyOf(entries.values());
  }

  synchronized CacheNumbers numbers() {
    return CacheNumbers.of(name, entries.size(), created, noSpace, updated, destroyed);
  }
}
