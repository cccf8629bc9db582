package io.conntrack.benchmarks.compare;

import io.conntrack.Conntrack;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.FlowView;
import io.conntrack.benchmarks.AllFields;
import java.io.IOException;
import java.time.Duration;

/** Turns that read events of new flows, which a program in C creates. */
final class EventTurn implements EventHandler {

  private static final int BATCH = 64;
  private static final int EVENTS_IN_16_MIB = 13_107;
  private static final Duration LONG = Duration.ofSeconds(10);

  private long events;
  private long lost;
  private long sum;

  private EventTurn() {}

  @Override
  public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
    events++;
    sum += AllFields.sum(flow);
  }

  @Override
  public void onLost(EventsLost loss) {
    lost += loss.count();
  }

  /** Measures how long it takes to read events that wait already. */
  static Sample drain(Conntrack conntrack) throws IOException, InterruptedException {
    Settings settings = Settings.read();
    int room = settings.events() + settings.events() / 20;
    EventTurn turn = new EventTurn();
    try (EventStream stream = conntrack.events(options(room))) {
      Producer.create(settings, settings.events()).await();
      Stopwatch stopwatch = new Stopwatch();
      while (turn.events < settings.events() && stream.poll(turn, LONG) > 0) {}
      return stopwatch.stop(turn.result());
    }
  }

  /** Reads events while they come, and tells how many were lost in place of bytes. */
  static Sample follow(Conntrack conntrack) throws IOException, InterruptedException {
    Settings settings = Settings.read();
    EventTurn turn = new EventTurn();
    try (EventStream stream = conntrack.events(options(EVENTS_IN_16_MIB))) {
      Stopwatch stopwatch = new Stopwatch();
      Producer producer = Producer.steady(settings);
      while (producer.isRunning() || stream.poll(turn, Duration.ZERO) > 0) {
        stream.poll(turn, Duration.ofMillis(100));
      }
      producer.await();
      Sample sample = stopwatch.stop(turn.result() + turn.lost);
      return new Sample(sample.wallNanos(), sample.cpuNanos(), sample.flows(), turn.lost);
    }
  }

  private static EventOptions options(int room) {
    return EventOptions.of(EventType.NEW).buffer(room, room).batchSize(BATCH);
  }

  /** Returns the number of events; needs what was read, lest the compiler leave it out. */
  private long result() {
    return sum == 0 ? 0 : events;
  }
}
