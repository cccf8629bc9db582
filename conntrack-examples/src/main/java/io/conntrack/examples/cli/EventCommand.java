package io.conntrack.examples.cli;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.EventHandler;
import io.conntrack.EventOptions;
import io.conntrack.EventOrigin;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.ExpectationView;
import io.conntrack.FlowView;
import java.time.Duration;

/** Shows events until somebody ends it. */
final class EventCommand implements EventHandler {

  private static final int DONE = 0;
  private static final int BYTES_PER_EVENT = 1280; // what the kernel charges a receive buffer
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final Arguments arguments;
  private final FlowWriter out;
  private final Messages messages;
  private final Termination termination;
  private final ProgramNames programs = new ProgramNames();
  private final StringBuilder cause = new StringBuilder();
  private final ExpectationWriter expectations;

  EventCommand(Arguments arguments, FlowWriter out, Messages messages, Termination termination) {
    this.arguments = arguments;
    this.out = out;
    this.messages = messages;
    this.termination = termination;
    this.expectations = new ExpectationWriter(out, arguments.output());
  }

  /** Shows events until the stream is closed, and returns the status to exit with. */
  int run(Conntrack conntrack) {
    try (EventStream stream = conntrack.events(options())) {
      arguments
          .number(Option.BUFFER_SIZE)
          .ifPresent(bytes -> messages.bufferSize(stream.statistics().bufferBytes()));
      termination.close(stream);
      follow(stream);
    }
    if (ofExpectations()) {
      expectations.end();
      messages.say(expectations.count() + " expectation events have been shown.");
    } else {
      out.end();
      messages.say(out.count() + " flow events have been shown.");
    }
    return DONE;
  }

  private boolean ofExpectations() {
    return arguments.table() == Table.EXPECT;
  }

  private EventOptions options() {
    if (ofExpectations()) {
      return EventOptions.of().expectations(EventType.NEW, EventType.DESTROY);
    }
    EventOptions options =
        EventOptions.DEFAULT
            .flows(arguments.eventTypes().toArray(EventType[]::new))
            .filter(Selection.of(arguments));
    return arguments.number(Option.BUFFER_SIZE).isPresent()
        ? withBuffer(options, arguments.number(Option.BUFFER_SIZE).getAsLong())
        : options;
  }

  /** The kernel doubles the number of bytes. */
  private static EventOptions withBuffer(EventOptions options, long bytes) {
    long events = Math.max(1, Math.min(bytes * 2 / BYTES_PER_EVENT, EventOptions.LARGEST_BUFFER));
    return options.buffer((int) events, (int) events);
  }

  private void follow(EventStream stream) {
    try {
      while (true) {
        stream.poll(this, FOR_EVER);
        out.flush();
      }
    } catch (ConntrackClosedException e) {
      out.flush(); // the end that was asked for
    }
  }

  @Override
  public void onFlow(EventType type, FlowView flow, EventOrigin origin) {
    out.writeEvent(type, flow, cause(origin));
  }

  /** The original does not say who caused it. */
  @Override
  public void onExpectation(EventType type, ExpectationView expectation, EventOrigin origin) {
    expectations.writeEvent(type, expectation);
  }

  /** Returns who caused an event, empty if packets or a timer did. */
  private CharSequence cause(EventOrigin origin) {
    cause.setLength(0);
    boolean wellFormed = arguments.output().contains(OutputOption.XML);
    if (origin.portId() != 0 && !wellFormed) {
      cause.append(" [USERSPACE] portid=").append(origin.portId());
      programs.ofPort(origin.portId()).ifPresent(name -> cause.append(" progname=").append(name));
    }
    return cause;
  }

  @Override
  public void onLost(EventsLost lost) {
    messages.eventsLost(lost);
  }
}
