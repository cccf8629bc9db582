package io.conntrack.mirror;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackEvent;
import io.conntrack.ConntrackStatistics;
import io.conntrack.Direction;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStatistics;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.TimeoutPolicies;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A connection tracking system of which the test says what it shows and what it tells. */
final class FakeConntrack implements Conntrack, ReadOnlyTable {

  private final Map<FlowKey, Flow> flows = new ConcurrentHashMap<>();
  private final List<FakeStream> streams = new CopyOnWriteArrayList<>();
  private final AtomicInteger scans = new AtomicInteger();
  private final AtomicInteger lookups = new AtomicInteger();
  private volatile Runnable beforeScan = () -> {};
  private volatile boolean closed;

  /** Puts a flow into the table without telling anybody. */
  void put(Flow flow) {
    flows.put(FlowKey.of(flow), flow);
  }

  /** Takes a flow out of the table without telling anybody. */
  void remove(Flow flow) {
    flows.remove(FlowKey.of(flow));
  }

  /** Lets each dump do this before it shows anything. */
  void beforeScan(Runnable action) {
    beforeScan = action;
  }

  /** Tells what packets or a timer did. */
  void tell(EventType type, Flow flow) {
    tell(type, flow, 0);
  }

  /** Tells what the owner of a port id did. */
  void tell(EventType type, Flow flow, long portId) {
    stream().queue.add(handler -> handler.onFlow(type, flow, origin(portId)));
  }

  private static EventOrigin origin(long portId) {
    return new EventOrigin() {
      @Override
      public long portId() {
        return portId;
      }

      @Override
      public String namespace() {
        return "";
      }

      @Override
      public boolean isResync() {
        return false;
      }
    };
  }

  /** Tells that events were lost. */
  void lose(long count) {
    Instant now = Instant.now();
    EventsLost lost = new EventsLost(count, EventsLost.Cause.OVERRUN, now, now, "");
    stream().queue.add(handler -> handler.onLost(lost));
  }

  /** Lets the stream of events fail. */
  void failStream(RuntimeException failure) {
    stream()
        .queue
        .add(
            handler -> {
              throw failure;
            });
  }

  private FakeStream stream() {
    return streams.get(streams.size() - 1);
  }

  int openStreams() {
    return (int) streams.stream().filter(stream -> !stream.closed).count();
  }

  int streams() {
    return streams.size();
  }

  int scans() {
    return scans.get();
  }

  int lookups() {
    return lookups.get();
  }

  @Override
  public ExpectationTable expectations() {
    throw new UnsupportedOperationException("expectations");
  }

  @Override
  public ReadOnlyTable table() {
    return this;
  }

  @Override
  public TimeoutPolicies timeoutPolicies() {
    throw new UnsupportedOperationException("no mirror asks for timeouts");
  }

  @Override
  public Stream<Flow> dying() {
    return Stream.empty();
  }

  @Override
  public Stream<Flow> unconfirmed() {
    return Stream.empty();
  }

  @Override
  public ConntrackStatistics statistics() {
    return ConntrackStatistics.builder(flows.size()).build();
  }

  @Override
  public EventStream events(EventOptions options) {
    checkOpen();
    FakeStream stream = new FakeStream();
    streams.add(stream);
    return stream;
  }

  private void checkOpen() {
    if (closed) {
      throw new ConntrackClosedException("ask", 0, "is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    streams.forEach(FakeStream::close);
  }

  @Override
  public void scan(FlowFilter filter, Consumer<? super FlowView> action) {
    checkOpen();
    scans.incrementAndGet();
    beforeScan.run();
    flows.values().stream().filter(filter::test).forEach(action);
  }

  @Override
  public Optional<Flow> get(Tuple tuple, Zone zone) {
    checkOpen();
    lookups.incrementAndGet();
    return flows.values().stream()
        .filter(flow -> has(flow, Direction.ORIGINAL, flow.original(), tuple, zone))
        .findFirst()
        .or(
            () ->
                flows.values().stream()
                    .filter(flow -> has(flow, Direction.REPLY, flow.reply(), tuple, zone))
                    .findFirst());
  }

  private static boolean has(Flow flow, Direction direction, Tuple own, Tuple tuple, Zone zone) {
    return own.equals(tuple) && flow.zone(direction).equals(zone);
  }

  @Override
  public long count() {
    return flows.size();
  }

  /** A stream of what the test tells. */
  private static final class FakeStream implements EventStream {

    private final BlockingQueue<Consumer<EventHandler>> queue = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    @Override
    public int poll(EventHandler handler, Duration timeout) {
      Consumer<EventHandler> next;
      try {
        next = closed ? null : queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      }
      if (closed) {
        throw new ConntrackClosedException("poll", 0, "is closed");
      }
      if (next == null) {
        return 0;
      }
      next.accept(handler);
      return 1;
    }

    @Override
    public Optional<ConntrackEvent> poll(Duration timeout) {
      throw new UnsupportedOperationException("poll");
    }

    @Override
    public Iterator<ConntrackEvent> iterator() {
      throw new UnsupportedOperationException("iterator");
    }

    @Override
    public java.util.concurrent.Flow.Publisher<ConntrackEvent> publisher(Executor executor) {
      throw new UnsupportedOperationException("publisher");
    }

    @Override
    public String explain() {
      return "";
    }

    @Override
    public EventStatistics statistics() {
      return new EventStatistics(
          0, 0, 0, 0, 0, 0, 0, 0, Optional.empty(), Optional.of(Duration.ofMillis(7)));
    }

    @Override
    public void close() {
      closed = true;
      queue.add(handler -> {}); // wakes up whoever waits
    }
  }
}
