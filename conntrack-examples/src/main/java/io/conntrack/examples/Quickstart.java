package io.conntrack.examples;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;

import io.conntrack.BulkReport;
import io.conntrack.BulkRule;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.ConntrackTable;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.Flow;
import io.conntrack.FlowEvent;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.SeverReport;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.mirror.LiveTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The programs of the README, each a method. */
public final class Quickstart {

  private Quickstart() {}

  /** Lists flows, and marks and removes one. */
  public static void main(String[] args) {
    try (Conntrack conntrack = Conntrack.open()) {
      ConntrackTable table = conntrack.table();

      FlowFilter web = FlowFilter.parse("tcp and dport 443 and not assured");
      try (Stream<Flow> flows = table.dump(web)) {
        flows.forEach(System.out::println); // reads like conntrack -L
      }

      Optional<Flow> one = table.get(Tuple.tcp("10.0.0.1", 40000, "192.0.2.1", 443));
      one.ifPresent(flow -> table.update(flow.original(), FlowUpdate.mark(0x10, 0xff)));
      one.ifPresent(table::delete); // this flow, and no successor of it
    }
  }

  static void create(ConntrackTable table) {
    Tuple original = Tuple.tcp("10.0.0.1", 40000, "192.0.2.1", 443);
    table.create(
        Flow.builder(original)
            .timeout(Duration.ofHours(1))
            .status(Status.SEEN_REPLY.with(Status.ASSURED))
            .mark(7)
            .build());
  }

  static void change(ConntrackTable table, Tuple original) {
    table.update(original, FlowUpdate.mark(0)); // really 0
    table.update(original, FlowUpdate.mark(0x10, 0xf0)); // these four bits, in one message
    table.update(original, FlowUpdate.timeout(Duration.ofSeconds(30)));
  }

  static long countBytes(ConntrackTable table) {
    LongAdder bytes = new LongAdder();
    table.scan(
        FlowFilter.source("10.0.0.0/8"), // no object per flow
        view -> bytes.add(view.bytes(ORIGINAL) + view.bytes(REPLY)));
    return bytes.sum();
  }

  static List<FlowFilter> filters() {
    return List.of(
        FlowFilter.parse("tcp and orig dst net 10.0.0.0/8 and dport 443 and not assured"),
        FlowFilter.parse("udp and reply src 192.0.2.1"),
        FlowFilter.parse("any addr fd00::/64 or any port 5000-5999"),
        FlowFilter.parse("mark 0x10/0xff and zone 3 and snat and timeout < 30s"),
        FlowFilter.of(flow -> flow.bytes(REPLY) > 100 * flow.bytes(ORIGINAL))); // your own code
  }

  static List<Flow> readAndZero(ConntrackTable table) {
    try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
      return flows.toList(); // every packet is counted once: here or in the next call
    }
  }

  static void kill(ConntrackTable table) {
    FlowFilter unwanted = FlowFilter.parse("any addr 203.0.113.0/24 and not assured");
    long expected = table.preview(unwanted); // counts, and touches nothing
    BulkReport report = table.deleteAll(unwanted);
    System.out.println(expected + " expected, " + report); // 5 expected, 5 matched, 5 changed, ...
  }

  static void explain(ConntrackTable table) {
    System.out.println(table.explain(FlowFilter.parse("mark 7 and dst 10.0.0.0/8")));
  }

  static void sever(ConntrackTable table) {
    SeverReport report = table.sever(FlowFilter.parse("tcp and any addr 203.0.113.7"));
    report.warnings().forEach(System.err::println); // what can bring such connections back
  }

  static void follow(Conntrack conntrack) {
    EventOptions options =
        EventOptions.of(EventType.NEW, EventType.DESTROY).filter(FlowFilter.parse("dport 443"));
    try (EventStream events = conntrack.events(options)) {
      for (ConntrackEvent event : events) {
        if (event instanceof FlowEvent change) {
          System.out.println(change.type() + " " + change.flow());
        } else if (event instanceof EventsLost lost) {
          System.out.println(lost); // the exact number, in its place
        }
      }
    }
  }

  static void mirror(Conntrack conntrack, Tuple translated) throws InterruptedException {
    try (LiveTable live = LiveTable.open(conntrack)) {
      live.awaitInStep(Duration.ofSeconds(10));
      live.originalOf(translated).ifPresent(System.out::println); // who is behind the NAT
      live.forEach(FlowFilter.natted(), System.out::println); // while it changes
    }
  }

  static void sort(ConntrackTable table) {
    List<BulkRule> rules =
        List.of( // the first rule that selects a flow decides
            BulkRule.count(FlowFilter.destinationPort(22)), // spared
            BulkRule.delete(FlowFilter.source("203.0.113.0/24")),
            BulkRule.update(FlowFilter.any(), FlowUpdate.mark(0x10, 0xff)));
    table.bulk().apply(rules).forEach(System.out::println); // a report of each
  }

  static void restore(ConntrackTable table, Stream<Flow> saved) {
    BulkReport report = table.createAll(saved); // constant memory
    report.firstFailures().forEach(System.err::println); // #3 create tcp ...: exists (EEXIST) ...
  }
}
