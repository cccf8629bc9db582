package io.conntrack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which events an {@link EventStream} delivers, and how. Immutable: a method with a parameter
 * returns changed options.
 */
public final class EventOptions {

  /** New and ended flows of the own network namespace; loss is reported. */
  public static final EventOptions DEFAULT = new EventOptions(new Draft());

  private static final int LARGEST_BATCH = 1024;
  private static final int LARGEST_BUFFER =
      800_000; // events: an int of bytes, doubled by the kernel

  private final Draft chosen;

  private EventOptions(Draft chosen) {
    this.chosen = chosen;
  }

  /** All options; nobody changes it once it is part of options. */
  private static final class Draft {

    private Set<EventType> flows = unmodifiable(EventType.NEW, EventType.DESTROY);
    private Set<EventType> expectations = Set.of();
    private FlowFilter filter = FlowFilter.any();
    private LossPolicy policy = LossPolicy.REPORT;
    private boolean reliable;
    private List<Path> namespaces = List.of();
    private int bufferEvents = 6_500;
    private int bufferLimit = 52_000;
    private int batchSize = 64;

    Draft copy() {
      Draft copy = new Draft();
      copy.flows = flows;
      copy.expectations = expectations;
      copy.filter = filter;
      copy.policy = policy;
      copy.reliable = reliable;
      copy.namespaces = namespaces;
      copy.bufferEvents = bufferEvents;
      copy.bufferLimit = bufferLimit;
      copy.batchSize = batchSize;
      return copy;
    }
  }

  private EventOptions with(Consumer<Draft> change) {
    Draft changed = chosen.copy();
    change.accept(changed);
    return new EventOptions(changed);
  }

  /** Returns options with these events of flows and the defaults for the rest. */
  public static EventOptions of(EventType... flows) {
    return DEFAULT.flows(flows);
  }

  /** Returns which events of flows are delivered; NEW and DESTROY by default. */
  public Set<EventType> flows() {
    return chosen.flows;
  }

  /** Chooses the events of flows; none of them is allowed if expectations are chosen. */
  public EventOptions flows(EventType... types) {
    return with(draft -> draft.flows = unmodifiable(types));
  }

  /** Returns which events of expectations are delivered; none by default. */
  public Set<EventType> expectations() {
    return chosen.expectations;
  }

  /**
   * Chooses the events of expectations. The kernel has no {@link EventType#UPDATE} of them:
   * changing a timeout is no event.
   */
  public EventOptions expectations(EventType... types) {
    return with(draft -> draft.expectations = unmodifiable(types));
  }

  /** Returns which flows are delivered; any by default. */
  public FlowFilter filter() {
    return chosen.filter;
  }

  /**
   * Selects flows, by what an event carries: counters and the start are absent from all but {@link
   * EventType#DESTROY}, mark 0 and a helper's end are absent, and so on. What classic BPF can say
   * is tested in the kernel, where a flow that is not selected costs no buffer. Expectations are
   * delivered whatever the filter.
   */
  public EventOptions filter(FlowFilter flowFilter) {
    return with(draft -> draft.filter = flowFilter);
  }

  /** Returns what is done about lost events; {@link LossPolicy#REPORT} by default. */
  public LossPolicy policy() {
    return chosen.policy;
  }

  /** Chooses what is done about lost events. */
  public EventOptions policy(LossPolicy lossPolicy) {
    return with(draft -> draft.policy = lossPolicy);
  }

  /** Says whether the kernel delivers reliably; not by default. */
  public boolean isReliable() {
    return chosen.reliable;
  }

  /**
   * Chooses reliable delivery ({@code NETLINK_BROADCAST_ERROR} and {@code NETLINK_NO_ENOBUFS}): the
   * kernel keeps what does not fit into the receive buffer and sends it again.
   *
   * <p>No end of a flow is lost then. A flow whose NEW or UPDATE did not fit is reported at its
   * next change, a NEW that was missed as NEW, and not at all if it never changes again. Events of
   * expectations are lost without a word. The price: ended flows stay in kernel memory and count
   * against the table's limit until they are delivered, so a stream that is not read lets the table
   * of the whole network namespace run full.
   */
  public EventOptions reliable(boolean wanted) {
    return with(draft -> draft.reliable = wanted);
  }

  /**
   * Returns the files of the network namespaces to watch; empty for that of the {@link Conntrack}.
   */
  public List<Path> namespaces() {
    return chosen.namespaces;
  }

  /**
   * Watches these network namespaces instead of that of the {@link Conntrack}, each over a socket
   * of its own: files such as {@code /run/netns/blue} or {@code /proc/self/ns/net}. Entering them
   * takes {@code CAP_SYS_ADMIN}.
   *
   * @throws IllegalArgumentException if one is named twice
   */
  public EventOptions namespaces(Collection<Path> files) {
    if (Set.copyOf(files).size() != files.size()) {
      throw new IllegalArgumentException("network namespaces " + files + " repeat one of them");
    }
    return with(draft -> draft.namespaces = List.copyOf(files));
  }

  /** Returns how many events the receive buffer holds at first; 6,500 by default, about 8 MiB. */
  public int bufferEvents() {
    return chosen.bufferEvents;
  }

  /**
   * Sizes the receive buffer of each namespace: first for {@code events}, and after bursts twice as
   * much up to {@code limit}. An event costs 1,280 bytes. Exceeding {@code net.core.rmem_max} takes
   * {@code CAP_NET_ADMIN} in the initial user namespace; otherwise the buffer is smaller and {@link
   * EventStatistics#clamp()} says so.
   *
   * @throws IllegalArgumentException unless {@code 1 <= events <= limit <= 800000}
   */
  public EventOptions buffer(int events, int limit) {
    if (events < 1 || limit < events || limit > LARGEST_BUFFER) {
      throw new IllegalArgumentException(
          "buffer of "
              + events
              + " to "
              + limit
              + " events is not allowed: 1 <= events <= limit <= "
              + LARGEST_BUFFER);
    }
    return with(
        draft -> {
          draft.bufferEvents = events;
          draft.bufferLimit = limit;
        });
  }

  /**
   * Returns how many events the receive buffer may grow to hold; 52,000 by default, about 64 MiB.
   */
  public int bufferLimit() {
    return chosen.bufferLimit;
  }

  /** Returns how many events one system call receives at most; 64 by default. */
  public int batchSize() {
    return chosen.batchSize;
  }

  /**
   * Chooses how many events one system call receives at most.
   *
   * @throws IllegalArgumentException if it is not in 1 to 1024
   */
  public EventOptions batchSize(int events) {
    if (events < 1 || events > LARGEST_BATCH) {
      throw new IllegalArgumentException(
          "batch of " + events + " events is out of range: 1 to " + LARGEST_BATCH);
    }
    return with(draft -> draft.batchSize = events);
  }

  private static Set<EventType> unmodifiable(EventType... types) {
    EnumSet<EventType> set = EnumSet.noneOf(EventType.class);
    set.addAll(Arrays.asList(types));
    return Collections.unmodifiableSet(set);
  }
}
