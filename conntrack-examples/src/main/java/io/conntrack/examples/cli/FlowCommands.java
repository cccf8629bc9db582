package io.conntrack.examples.cli;

import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out the commands that act on the table of flows. */
final class FlowCommands {

  private static final int DONE = 0;
  private static final int NOTHING_DONE = 1;

  private final ConntrackTable table;
  private final Arguments arguments;
  private final FlowWriter out;
  private final Messages messages;

  FlowCommands(ConntrackTable table, Arguments arguments, FlowWriter out, Messages messages) {
    this.table = table;
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
      case UPDATE -> update();
      case DELETE -> delete();
      case FLUSH -> flush();
      case COUNT -> count();
      default -> throw new IllegalArgumentException(command + " does not act on the table");
    };
  }

  private int list() {
    table.scan(Selection.of(arguments), out::write);
    out.end();
    return report(out.count(), "shown", DONE);
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

  private int update() {
    FlowChange change = new FlowChange(arguments);
    for (Flow flow : matching()) {
      Optional<FlowUpdate> update = change.of(flow);
      if (update.isPresent()) {
        update(flow, update.get());
      }
    }
    return report(out.count(), "updated", NOTHING_DONE);
  }

  private void update(Flow flow, FlowUpdate update) {
    Tuple original = flow.original();
    Zone zone = flow.zone(Direction.ORIGINAL);
    try {
      table.update(original, zone, update);
    } catch (FlowNotFoundException e) {
      return; // ended since it was listed
    }
    table.get(original, zone).ifPresent(out::write); // not if the new timeout ended it
  }

  private int delete() {
    for (Flow flow : matching()) {
      if (deleteIfThere(flow)) {
        out.writeDeleted(flow);
      }
    }
    return report(out.count(), "deleted", NOTHING_DONE);
  }

  private boolean deleteIfThere(Flow flow) {
    try {
      table.delete(flow);
      return true;
    } catch (FlowNotFoundException e) {
      return false; // ended since it was listed
    }
  }

  /** Returns the flows to be changed, all found before the first one changes. */
  private List<Flow> matching() {
    List<Flow> flows = new ArrayList<>();
    table.scan(Selection.of(arguments), view -> flows.add(Flow.copyOf(view)));
    return flows;
  }

  private int flush() {
    if (arguments.family().isPresent()) { // the kernel's flush would take the other family too
      matching().forEach(this::deleteIfThere);
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
