package io.conntrack.examples;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.ConntrackTable;
import io.conntrack.Counters;
import io.conntrack.Direction;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowEvent;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.Mark;
import io.conntrack.Protocol;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows the library at work on two connections of its own: lists them, looks one up, marks it,
 * zeroes counters, creates a flow, follows events, deletes one. After each step it asks the kernel
 * again and checks the answer.
 *
 * <p>Run it by {@code bin/demo}, which prepares a network namespace where it touches nothing else.
 */
public final class Demo {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Conntrack conntrack;
  private final ConntrackTable table;
  private final Traffic traffic;
  private int step;

  private Demo(Conntrack conntrack, Traffic traffic) {
    this.conntrack = conntrack;
    this.table = conntrack.table();
    this.traffic = traffic;
  }

  /**
   * Runs all steps.
   *
   * @throws IllegalStateException if one was not seen to have worked
   */
  public static void main(String[] args) throws IOException {
    try (Conntrack conntrack = Conntrack.open();
        Traffic traffic = new Traffic()) {
      Demo demo = new Demo(conntrack, traffic);
      demo.list();
      demo.lookUp();
      demo.mark();
      demo.zeroCounters();
      demo.create();
      demo.follow();
      demo.delete();
    }
    System.out.println("\nEverything worked.");
  }

  private void list() {
    begin("List the flows: a TCP connection and a UDP exchange that this program has just made");
    try (Stream<Flow> flows = table.dump()) {
      List<Flow> found = flows.toList();
      found.forEach(this::show);
      check(found.stream().anyMatch(flow -> flow.original().equals(traffic.tcp())), "TCP is there");
      check(found.stream().anyMatch(flow -> flow.original().equals(traffic.udp())), "UDP is there");
    }
  }

  private void lookUp() {
    begin("Look one up: " + traffic.tcp());
    Flow flow = table.get(traffic.tcp()).orElseThrow();
    show(flow);
    check(flow.tcpState().equals(Optional.of(TcpState.ESTABLISHED)), "it is established");
  }

  private void mark() {
    begin("Mark it with 0x10, leaving other bits of the mark alone");
    table.update(traffic.tcp(), FlowUpdate.mark(0x10, 0xff));
    Flow flow = table.get(traffic.tcp()).orElseThrow();
    show(flow);
    check(flow.mark().equals(Optional.of(Mark.of(0x10))), "it has the mark");
    check(count(FlowFilter.mark(0x10)) == 1, "a filter by mark finds it");
  }

  private void zeroCounters() {
    begin("Read the counters of all UDP flows, and set them to zero");
    try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.protocol(Protocol.UDP))) {
      List<Flow> before = flows.toList();
      before.forEach(this::show);
      check(before.get(0).packets(Direction.ORIGINAL) == 1, "one packet was counted");
    }
    Flow after = table.get(traffic.udp()).orElseThrow();
    show(after);
    Optional<Counters> zero = Optional.of(new Counters(0, 0));
    check(after.counters(Direction.ORIGINAL).equals(zero), "now there is none");
  }

  private void create() {
    begin("Create a flow, as if packets of it had been seen");
    Tuple tuple = Tuple.udp("192.0.2.1", 5000, "198.51.100.2", 53);
    Flow flow = Flow.builder(tuple).timeout(Duration.ofMinutes(2)).mark(7).build();
    table.create(flow);
    show(table.get(tuple).orElseThrow());
    check(table.get(tuple).flatMap(Flow::mark).equals(flow.mark()), "it is there, with its mark");
    try {
      table.create(flow);
      check(false, "it cannot be created twice");
    } catch (FlowExistsException e) {
      System.out.println("   " + e.getMessage());
      check(true, "it cannot be created twice");
    }
  }

  private void follow() {
    begin("Follow events of UDP flows while one is created, marked and deleted");
    Tuple tuple = Tuple.udp("192.0.2.9", 5001, "198.51.100.2", 53);
    EventOptions options = EventOptions.of(EventType.values()).filter(FlowFilter.parse("udp"));
    try (EventStream events = conntrack.events(options)) {
      table.create(Flow.builder(tuple).timeout(Duration.ofMinutes(2)).build());
      table.update(tuple, FlowUpdate.mark(9));
      table.delete(tuple);
      for (EventType expected : EventType.values()) {
        ConntrackEvent event = events.poll(PATIENCE).orElseThrow();
        System.out.println("   " + event);
        check(
            event instanceof FlowEvent change
                && change.type() == expected
                && change.flow().original().equals(tuple),
            expected + " was told");
      }
    }
  }

  private void delete() {
    begin("Delete a flow: " + traffic.udp());
    long before = table.count();
    table.delete(traffic.udp());
    try (Stream<Flow> flows = table.dump()) {
      flows.forEach(this::show);
    }
    check(table.get(traffic.udp()).isEmpty(), "it is gone");
    check(table.count() == before - 1, "the others stayed");
  }

  private long count(FlowFilter filter) {
    try (Stream<Flow> flows = table.dump(filter)) {
      return flows.count();
    }
  }

  private void begin(String what) {
    System.out.println("\n" + ++step + ". " + what);
  }

  private void show(Flow flow) {
    System.out.println("   " + flow);
  }

  private static void check(boolean worked, String what) {
    System.out.println((worked ? "   ok: " : "   FAILED: ") + what);
    if (!worked) {
      throw new IllegalStateException("not so: " + what);
    }
  }
}
