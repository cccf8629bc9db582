package io.conntrack.examples.cli;

import io.conntrack.Expectation;
import io.conntrack.ExpectationTable;
import io.conntrack.ExpectationView;
import io.conntrack.FlowNotFoundException;
import io.conntrack.IpFamily;
import io.conntrack.Tuple;
import java.util.function.Consumer;

/** Carries out the commands that act on the table of expectations. */
final class ExpectationCommands {

  private static final int DONE = 0;

  private final ExpectationTable table;
  private final Arguments arguments;
  private final FlowWriter out;
  private final Messages messages;

  ExpectationCommands(
      ExpectationTable table, Arguments arguments, FlowWriter out, Messages messages) {
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
      case DELETE -> delete();
      case FLUSH -> flush();
      case COUNT -> count();
      default -> throw new IllegalArgumentException(command + " does not act on expectations");
    };
  }

  private int list() {
    ExpectationWriter writer = new ExpectationWriter(out, arguments.output());
    scan(writer::write);
    writer.end();
    messages.say(writer.count() + " expectations have been shown.");
    return DONE;
  }

  /** Without a family the original shows and counts those of IPv4. */
  private void scan(Consumer<ExpectationView> action) {
    IpFamily family = arguments.family().orElse(IpFamily.IPV4);
    table.scan(
        view -> {
          if (view.tuple().family() == family) {
            action.accept(view);
          }
        });
  }

  private int get() {
    ExpectationWriter writer = new ExpectationWriter(out, arguments.output());
    writer.write(find());
    writer.end();
    return DONE;
  }

  private Expectation find() {
    Tuple tuple = TuplePair.of(arguments).original();
    return table
        .get(tuple)
        .orElseThrow(
            () ->
                new OperationFailedException(
                    Messages.NO_SUCH_EXPECTATION, "nobody expects " + tuple));
  }

  private int create() {
    if (arguments.has(Option.STATUS)) {
      messages.warn("WARNING: ignoring --status, which expectations do not have");
    }
    try {
      table.create(NewExpectation.of(arguments));
    } catch (FlowNotFoundException e) {
      throw new OperationFailedException("master conntrack not found", e.getMessage());
    }
    return DONE;
  }

  /** Deletes the expectation that a flow with this tuple would fulfil, as the original does. */
  private int delete() {
    table.delete(find());
    messages.say("1 expectations have been deleted.");
    return DONE;
  }

  private int flush() {
    table.flush();
    messages.say("expectation table has been emptied.");
    return DONE;
  }

  private int count() {
    long[] count = {0};
    scan(view -> count[0]++);
    out.writeText(count[0] + "\n");
    out.flush();
    return DONE;
  }
}
