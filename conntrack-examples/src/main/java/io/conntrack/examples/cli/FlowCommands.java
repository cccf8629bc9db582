package io.conntrack.examples.cli;

import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRule;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Carries out the commands that act on the table of flows. */
final class FlowCommands {

  private static final int DONE = 0;
  private static final int NOTHING_DONE = 1;

  private final Conntrack conntrack;
  private final ConntrackTable table;
  private final Arguments arguments;
  private final FlowWriter out;
  private final Messages messages;

  FlowCommands(Conntrack conntrack, Arguments arguments, FlowWriter out, Messages messages) {
    this.conntrack = conntrack;
    this.table = conntrack.table();
    this.arguments = arguments;
    this.out = out;
    this.messages = messages;
  }

  /** Carries out one command and returns the status to exit with. */
  int run(Command command) {
    return switch (command) {
      case LIST -> list();
      case GET -> get();
      case CREATE -> create();
      case ADD -> add();
      case UPDATE -> update();
      case DELETE -> delete();
      case FLUSH -> flush();
      case COUNT -> count();
      default -> throw new IllegalArgumentException(command + " does not act on the table");
    };
  }

  private int list() {
    FlowFilter filter = Selection.of(arguments);
    switch (arguments.table()) {
      case DYING -> write(conntrack.dying(), filter);
      case UNCONFIRMED -> writeUnconfirmed(filter);
      default -> listTable(filter);
    }
    out.end();
    return report(out.count(), "shown", DONE);
  }

  private void listTable(FlowFilter filter) {
    if (arguments.has(Option.ZERO)) {
      try (Stream<Flow> flows = table.dumpAndZero(filter)) {
        flows.forEach(out::write);
      }
    } else {
      table.scan(filter, out::write);
    }
  }

  private void write(Stream<Flow> flows, FlowFilter filter) {
    try (flows) {
      flows.filter(filter::test).forEach(out::write);
    }
  }

  /** Where the original shows nothing because the kernel keeps no list, this says so. */
  private void writeUnconfirmed(FlowFilter filter) {
    try {
      write(conntrack.unconfirmed(), filter);
    } catch (UnsupportedByKernelException e) {
      messages.explain(e.getMessage());
    }
  }

  private int get() {
    FlowFilter filter = Selection.of(arguments);
    TuplePair tuples = TuplePair.of(arguments);
    boolean byOriginal = arguments.has(Option.SOURCE) && arguments.has(Option.DESTINATION);
    Flow flow =
        table
            .get(byOriginal ? tuples.original() : tuples.reply())
            .orElseThrow(() -> new OperationFailedException(Messages.NO_SUCH_FLOW));
    if (filter.test(flow)) {
      out.write(flow);
    }
    out.end();
    return report(out.count(), "shown", NOTHING_DONE);
  }

  private int create() {
    table.create(NewFlow.of(arguments));
    return report(1, "created", DONE);
  }

  /** One that exists stays as it is, as the original leaves it. */
  private int add() {
    try {
      table.create(NewFlow.of(arguments));
      return report(1, "added", DONE);
    } catch (FlowExistsException e) {
      return report(0, "added", DONE);
    }
  }

  private int update() {
    FlowChange change = new FlowChange(arguments);
    apply(BulkRule.update(Selection.of(arguments), change::of), this::writeAfresh);
    return report(out.count(), "updated", NOTHING_DONE);
  }

  /** Writes the flow as it is by now, unless the new timeout has ended it. */
  private void writeAfresh(FlowView before) {
    Zone zone = Zone.of(before.zoneId(Direction.ORIGINAL));
    table.get(Tuple.copyOf(before.original()), zone).ifPresent(out::write);
  }

  private int delete() {
    apply(BulkRule.delete(Selection.of(arguments)), out::writeDeleted);
    return report(out.count(), "deleted", NOTHING_DONE);
  }

  /** Applies a rule to all flows, and throws then what the first that could not be changed says. */
  private void apply(BulkRule rule, Consumer<FlowView> changed) {
    BulkRule heard = rule.with(BulkListener.onChanged(changed));
    throwFirstFailure(table.bulk().apply(List.of(heard)).get(0));
  }

  private static void throwFirstFailure(BulkReport report) {
    if (report.failed() > 0) {
      throw report.firstFailures().get(0).reason();
    }
  }

  private int flush() {
    if (arguments.family().isPresent()) { // the kernel's flush would take the other family too
      throwFirstFailure(table.deleteAll(Selection.of(arguments)));
    } else {
      table.flush();
    }
    messages.say("connection tracking table has been emptied.");
    return DONE;
  }

  private int count() {
    out.writeText(table.count() + "\n");
    out.flush();
    return DONE;
  }

  private int report(long flows, String done, int statusOfNone) {
    out.flush();
    messages.say(flows + " flow entries have been " + done + ".");
    return flows == 0 ? statusOfNone : DONE;
  }
}
