package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowId;
import io.conntrack.Labels;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A small table that changes at random, with events that carry what the kernel's carry and a queue
 * that overruns as the kernel's does. Equal seeds give equal lives.
 */
final class SimulatedKernel {

  private static final int TUPLES = 12;
  private static final int REQUESTER = 4711;

  private final Random random;
  private final int capacity;
  private final boolean stamped;
  private final Map<FlowKey, Flow> flows = new LinkedHashMap<>();
  private final Deque<Event> queue = new ArrayDeque<>();
  private long dropped;
  private long allDropped;
  private long clock = 1_700_000_000_000_000_000L;
  private boolean heard;

  /** An event that waits to be read. */
  record Event(EventType type, Flow flow, long portId) {}

  SimulatedKernel(Random random, int capacity) {
    this.random = random;
    this.capacity = capacity;
    stamped = random.nextBoolean();
  }

  /** Somebody listens from now on. */
  void listen() {
    heard = true;
  }

  Map<FlowKey, Flow> flows() {
    return flows;
  }

  long allDropped() {
    return allDropped;
  }

  /** Does something to a random flow; events of mute flows are never sent. */
  void act() {
    clock += 1_000_000;
    Tuple tuple = Tuple.tcp("10.0.0.1", 1_000 + random.nextInt(TUPLES), "10.0.0.2", 80);
    FlowKey key = new FlowKey(tuple, random.nextInt(2));
    Flow flow = flows.get(key);
    boolean byRequest = random.nextBoolean();
    if (flow == null) {
      create(key, byRequest);
    } else if (random.nextInt(4) == 0) {
      end(key, flow, byRequest);
    } else {
      change(key, flow, byRequest);
    }
  }

  private void create(FlowKey key, boolean byRequest) {
    FlowBuilder builder =
        Flow.builder(key.original())
            .zone(key.zone())
            .id(FlowId.of(key.original().sourcePort() + random.nextInt(2)))
            .status(Status.CONFIRMED)
            .timeout(Duration.ofSeconds(100))
            .mark(random.nextInt(2))
            .tcpState(TcpState.SYN_SENT);
    if (random.nextInt(3) == 0) {
      builder.reply(Tuple.tcp("10.0.0.2", 80, "10.9.9.9", 1 + random.nextInt(60_000)));
    }
    if (random.nextInt(4) == 0) {
      builder.helper("ftp");
    }
    if (random.nextInt(3) == 0) {
      builder.labels(Labels.of(random.nextInt(9)));
    }
    if (random.nextInt(6) == 0) {
      builder.master(Tuple.tcp("10.0.0.9", 9, "10.0.0.2", 21));
      builder.status(Status.CONFIRMED.with(Status.EXPECTED));
    }
    if (stamped) {
      builder.start(Instant.ofEpochSecond(0, clock + 5));
    }
    Flow flow = builder.build();
    flows.put(key, flow);
    emit(EventType.NEW, told(flow, byRequest, true, true, true), byRequest);
  }

  private void end(FlowKey key, Flow flow, boolean byRequest) {
    flows.remove(key);
    FlowBuffer event = told(flow, false, true, false, false);
    event.remove(FlowAttribute.HELPER);
    event.status(flow.statusBits() | Status.DYING.bits());
    event.counters(Direction.ORIGINAL, 3, 300);
    if (stamped) {
      event.start(flow.startNanos());
      event.stop(clock);
    }
    emit(EventType.DESTROY, event, byRequest);
  }

  private void change(FlowKey key, Flow flow, boolean byRequest) {
    FlowBuilder builder = flow.toBuilder();
    int what = random.nextInt(5);
    switch (what) {
      case 0 -> builder.mark(random.nextInt(3));
      case 1 -> builder.tcpState(new TcpState(1 + random.nextInt(8)));
      case 2 -> builder.status(Status.of(flow.statusBits() | 2 << random.nextInt(2)));
      case 3 -> builder.labels(Labels.of(random.nextInt(9)));
      default -> {}
    }
    Flow changed = builder.build();
    if (what == 4) {
      FlowBuffer unlabelled = new FlowBuffer();
      unlabelled.copy(flow);
      unlabelled.remove(FlowAttribute.LABELS);
      changed = Flow.copyOf(unlabelled);
    }
    flows.put(key, changed);
    emit(
        EventType.UPDATE,
        told(changed, byRequest, what == 1 || byRequest, what >= 3 || byRequest, false),
        byRequest);
  }

  /** Returns what an event tells of a flow. */
  private FlowBuffer told(
      Flow flow, boolean byRequest, boolean state, boolean labels, boolean created) {
    FlowBuffer event = new FlowBuffer();
    event.copy(flow);
    event.remove(FlowAttribute.START);
    if (flow.markBits() == 0 && !byRequest) {
      event.remove(FlowAttribute.MARK);
    }
    if (!state) {
      event.remove(FlowAttribute.TCP_STATE);
    }
    if (!labels) {
      event.remove(FlowAttribute.LABELS);
    }
    if (!created) {
      event.remove(FlowAttribute.MASTER);
    }
    if (stamped) {
      event.eventTime(clock);
    }
    return event;
  }

  private void emit(EventType type, FlowBuffer event, boolean byRequest) {
    if (!heard) {
      return;
    }
    if (dropped > 0 || queue.size() >= capacity) {
      dropped++; // and so on until the queue was read empty
      allDropped++;
    } else {
      queue.add(new Event(type, Flow.copyOf(event), byRequest ? REQUESTER : 0));
    }
  }

  /** Says whether somebody has something to read. */
  boolean hasNews() {
    return !queue.isEmpty() || dropped > 0;
  }

  /** Lets the writer apply the next event, or learn of the loss at its place. */
  void deliver(Reconciler reconciler) {
    Event event = queue.poll();
    if (event != null) {
      reconciler.event(event.type(), event.flow(), event.portId());
    } else if (dropped > 0) {
      long lost = dropped;
      dropped = 0;
      reconciler.lost(lost);
    }
  }

  /**
   * Returns the flows of a dump, which may miss some of those that it is allowed to. What neither
   * an event nor a dump shows, nobody can mirror.
   */
  List<FlowKey> keysOfADump(Predicate<FlowKey> mayBeMissed) {
    List<FlowKey> keys = new ArrayList<>(flows.keySet());
    keys.removeIf(key -> random.nextInt(20) == 0 && mayBeMissed.test(key));
    return keys;
  }

  /** Returns a flow as a look-up shows it, found by a tuple of either direction. */
  Optional<Flow> lookUp(Tuple tuple, Zone zone) {
    Flow flow = flows.get(new FlowKey(tuple, zone.id()));
    if (flow == null) {
      flow =
          flows.values().stream()
              .filter(
                  each -> each.reply().equals(tuple) && each.zoneId(Direction.REPLY) == zone.id())
              .findFirst()
              .orElse(null);
    }
    return Optional.ofNullable(shown(flow));
  }

  static @Nullable Flow shown(@Nullable Flow flow) {
    if (flow == null) {
      return null;
    }
    FlowBuffer shown = new FlowBuffer();
    shown.copy(flow);
    shown.use(2);
    return Flow.copyOf(shown);
  }
}
