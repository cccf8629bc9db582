package io.conntrack.mirror;

import io.conntrack.EventOptions;
import io.conntrack.EventType;
import io.conntrack.FlowFilter;
import io.conntrack.filter.Contradiction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a {@link LiveTable} mirrors, and how. Immutable. */
public final class LiveTableOptions {

  /** The whole table, on two threads of the mirror's own. */
  public static final LiveTableOptions DEFAULT = builder().build();

  private final FlowFilter filter;
  private final EventOptions events;
  private final @Nullable Executor executor;
  private final List<LiveTableListener> listeners;
  private final Duration audit;
  private final Duration silence;
  private final int lookupsPerSecond;

  private LiveTableOptions(Builder builder) {
    filter = builder.filter;
    events = builder.events;
    executor = builder.executor;
    listeners = List.copyOf(builder.listeners);
    audit = builder.audit;
    silence = builder.silence;
    lookupsPerSecond = builder.lookupsPerSecond;
  }

  /** Returns a builder of the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns which flows are mirrored; any by default. */
  public FlowFilter filter() {
    return filter;
  }

  /** Returns the options of the stream of events; it carries all events of flows. */
  public EventOptions events() {
    return events;
  }

  /** Returns what runs the mirror, absent for threads of its own. */
  public Optional<Executor> executor() {
    return Optional.ofNullable(executor);
  }

  /** Returns who is told of changes from the first one on. */
  public List<LiveTableListener> listeners() {
    return listeners;
  }

  /** Returns how often the mirror compares itself with a dump; 10 minutes by default. */
  public Duration audit() {
    return audit;
  }

  /** Returns after which time a flow without events is looked up; a minute by default. */
  public Duration silence() {
    return silence;
  }

  /** Returns how many silent flows are looked up each second at most; 2,000 by default. */
  public int lookupsPerSecond() {
    return lookupsPerSecond;
  }

  /** Collects options. Not thread-safe; confine to one thread. */
  public static final class Builder {

    private static final int FIRST_BUFFER = 6_500;
    private static final int LARGEST_BUFFER = 52_000;

    private FlowFilter filter = FlowFilter.any();
    private EventOptions events =
        EventOptions.of(EventType.NEW, EventType.UPDATE, EventType.DESTROY)
            .buffer(FIRST_BUFFER, LARGEST_BUFFER);
    private @Nullable Executor executor;
    private final List<LiveTableListener> listeners = new ArrayList<>();
    private Duration audit = Duration.ofMinutes(10);
    private Duration silence = Duration.ofMinutes(1);
    private int lookupsPerSecond = 2_000;

    private Builder() {}

    /** Returns the options. */
    public LiveTableOptions build() {
      return new LiveTableOptions(this);
    }

    /**
     * Mirrors only the flows that a filter selects. A flow may begin or cease to match when it
     * changes; it is added or removed then.
     *
     * <p>The filter must not look at what changes without an event: counters, timeout, TCP flags.
     * When a flow that is not mirrored changes and the event does not say enough to decide, it is
     * looked up. Events always tell tuples, zone, status, mark, id and helper; a filter that looks
     * at something else, or at what only a program's own predicate knows, costs a request for each
     * change of other flows.
     *
     * @throws IllegalArgumentException if the filter can never match
     */
    public Builder filter(FlowFilter flows) {
      Contradiction.refuse(flows);
      filter = flows;
      return this;
    }

    /**
     * Sizes the receive buffer for events: first for {@code first} of them, and after bursts twice
     * as much up to {@code limit}; 6,500 and 52,000 by default. An event costs 1,280 bytes.
     *
     * @throws IllegalArgumentException if {@link EventOptions#buffer} does not allow them
     */
    public Builder buffer(int first, int limit) {
      events = events.buffer(first, limit);
      return this;
    }

    /**
     * Runs the mirror on threads of the caller's: two tasks, both of which run until the mirror is
     * closed, so the executor must have two threads to spare. An interrupt ends the mirror. By
     * default it starts two daemon threads.
     */
    public Builder executor(Executor threads) {
      executor = threads;
      return this;
    }

    /** Adds somebody who is told of all changes, beginning with the flows of the first dump. */
    public Builder listener(LiveTableListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Chooses how often the mirror compares itself with a dump although nothing was lost. It finds
     * what no event tells of: flows older than the first listener of the machine, flows of a kernel
     * whose events are switched off, and counters.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder audit(Duration interval) {
      audit = checkPositive("audit interval", interval);
      return this;
    }

    /**
     * Chooses after which time a flow that no event has told of yet is looked up, and again and
     * again after that time: it may be one whose end is never told. If its timeout runs out
     * earlier, it is looked up then.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder silence(Duration time) {
      silence = checkPositive("silence", time);
      return this;
    }

    /**
     * Limits how many silent flows are looked up each second. A look-up takes some microseconds of
     * the kernel.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder lookupsPerSecond(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("look-ups per second " + limit + " must be positive");
      }
      lookupsPerSecond = limit;
      return this;
    }

    private static Duration checkPositive(String what, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(what + " " + value + " must be positive");
      }
      return value;
    }
  }
}
