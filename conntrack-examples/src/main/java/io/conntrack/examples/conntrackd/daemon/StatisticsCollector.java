package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.Direction;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.examples.conntrackd.config.GeneralSettings;
import io.conntrack.examples.conntrackd.config.NetlinkSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows the kernel's flows, keeps the cache and logs what has ended. One thread {@link #run runs}
 * it and does all that changes the cache; the other methods are thread-safe.
 *
 * <p>The table is read only after events are subscribed to and by the thread that takes them, so
 * that an event about a flow that was read comes after it.
 */
final class StatisticsCollector implements EventHandler, AutoCloseable {

  private static final Duration SLICE = Duration.ofMillis(100);
  private static final int BYTES_PER_EVENT = 1280; // what the kernel charges a receive buffer

  private final Conntrack conntrack;
  private final NetlinkSettings netlink;
  private final FlowFilter filter;
  private final boolean filtersHere;
  private final FlowCache cache;
  private final FlowLog flowLog;
  private final DaemonLog log;
  private final @Nullable EventStream events;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong filtered = new AtomicLong();
  private final AtomicLong overruns = new AtomicLong();
  private final AtomicLong resyncs = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong packets = new AtomicLong();
  private volatile boolean closed;
  private long nextResyncNanos;
  private boolean resyncIsDue;

  StatisticsCollector(
      Conntrack conntrack, GeneralSettings general, FlowLog flowLog, DaemonLog log) {
    this.conntrack = conntrack;
    this.netlink = general.netlink();
    this.filter = general.filter().toFilter();
    this.filtersHere = !general.filter().inKernel();
    this.cache = new FlowCache("stats", general.hashLimit());
    this.flowLog = flowLog;
    this.log = log;
    this.events = netlink.poll().isPresent() ? null : conntrack.events(options());
    readTable();
  }

  private EventOptions options() {
    EventOptions options =
        EventOptions.of(EventType.NEW, EventType.UPDATE, EventType.DESTROY)
            .reliable(netlink.reliable());
    if (!filtersHere) {
      options = options.filter(filter);
    }
    if (!netlink.choosesBuffer()) {
      return options;
    }
    return options.buffer(eventsIn(netlink.bufferBytes()), eventsIn(netlink.largestBufferBytes()));
  }

  /** The kernel doubles the number of bytes. */
  private static int eventsIn(long bufferBytes) {
    return (int)
        Math.max(1, Math.min(bufferBytes * 2 / BYTES_PER_EVENT, EventOptions.LARGEST_BUFFER));
  }

  /** Follows events, or reads the table again and again, until it is closed. */
  void run() {
    Duration poll = netlink.poll().orElse(null);
    if (poll != null) {
      scheduleResync(poll);
    }
    while (!closed) {
      takeEvents();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      if (resyncIsDue && System.nanoTime() - nextResyncNanos >= 0) {
        resyncIsDue = false;
        purge();
        if (poll != null) {
          scheduleResync(poll);
        }
      }
      flowLog.flush();
    }
  }

  private void takeEvents() {
    try {
      if (events == null) {
        TimeUnit.NANOSECONDS.sleep(SLICE.toNanos());
      } else {
        events.poll(this, SLICE);
      }
    } catch (ConntrackClosedException | InterruptedException e) {
      closed = true;
    }
  }

  private void scheduleResync(Duration after) {
    nextResyncNanos = System.nanoTime() + after.toNanos();
    resyncIsDue = true;
  }

  @Override
  public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
    received.incrementAndGet();
    if (filtersHere && !filter.test(flow)) {
      filtered.incrementAndGet();
      return;
    }
    switch (type) {
      case NEW -> cache.begin(flow);
      case UPDATE -> cache.update(flow);
      case DESTROY -> ended(Flow.copyOf(flow));
    }
  }

  private void ended(Flow flow) {
    for (Direction direction : Direction.values()) {
      bytes.addAndGet(flow.bytes(direction));
      packets.addAndGet(flow.packets(direction));
    }
    if (cache.end(flow).isPresent() && flowLog.isWanted()) {
      flowLog.write(flow);
    }
  }

  @Override
  public void onLost(EventsLost lost) {
    if (overruns.getAndIncrement() == 0) {
      log.warn(lost + " - raise NetlinkBufferSize and NetlinkBufferSizeMaxGrowth");
    }
    netlink.resyncAfter().ifPresent(this::scheduleResync);
  }

  /** Reads the kernel's table into the cache, and returns when that is done. */
  void resync() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          log.notice("resync with master conntrack table");
          readTable();
          resyncs.incrementAndGet();
          done.complete(null);
        });
    done.orTimeout(1, TimeUnit.MINUTES).exceptionally(late -> null).join();
  }

  private void readTable() {
    conntrack.table().scan(filter, cache::update);
  }

  /** Reads the table, and takes out of the cache what is not there. */
  private void purge() {
    Set<FlowCache.Key> alive = new HashSet<>();
    conntrack
        .table()
        .scan(
            filter,
            view -> {
              cache.update(view);
              alive.add(FlowCache.Key.of(Flow.copyOf(view)));
            });
    cache.retain(alive).forEach(flowLog::write);
    resyncs.incrementAndGet();
  }

  FlowCache cache() {
    return cache;
  }

  FlowFilter filter() {
    return filter;
  }

  long bytes() {
    return bytes.get();
  }

  long packets() {
    return packets.get();
  }

  long received() {
    return received.get();
  }

  long filtered() {
    return filtered.get();
  }

  long overruns() {
    return overruns.get();
  }

  long resyncs() {
    return resyncs.get();
  }

  long unreadable() {
    return events == null ? 0 : events.statistics().unreadable();
  }

  /** Returns the receive buffer's size as it is asked for; the kernel takes the double. */
  Optional<Long> bufferBytes() {
    return events == null
        ? Optional.empty()
        : Optional.of(
            netlink.choosesBuffer() ? netlink.bufferBytes() : events.statistics().bufferBytes());
  }

  @Override
  public void close() {
    closed = true;
    if (events != null) {
      events.close();
    }
  }
}
