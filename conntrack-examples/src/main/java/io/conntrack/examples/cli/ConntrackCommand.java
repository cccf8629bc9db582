package io.conntrack.examples.cli;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The {@code conntrack} command: lists, looks up, creates, changes and deletes flows.
 *
 * <p>Exit status: 0 done; 1 the operation failed, or found no flow to look up, change or delete; 2
 * the command line is wrong; 141 nobody reads the output any more.
 */
public final class ConntrackCommand {

  private static final int DONE = 0;
  private static final int FAILED = 1;

  /** What a shell says of a program that SIGPIPE ended. */
  private static final int BROKEN_PIPE = 128 + 13;

  private final FlowWriter out;
  private final Messages messages;
  private final Termination termination;

  private ConntrackCommand(OutputStream out, PrintStream err, Termination termination) {
    this.out = new FlowWriter(out);
    this.messages = new Messages(err);
    this.termination = termination;
  }

  /** Runs the command and ends the process with its status. */
  public static void main(String[] words) {
    Termination termination = Termination.install();
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    termination.exit(new ConntrackCommand(out, System.err, termination).run(List.of(words)));
  }

  /**
   * Runs the command in the network namespace of the calling thread. One that shows events runs
   * until nobody reads them.
   *
   * @param words the arguments
   * @param out where flows go; not closed
   * @param err where messages go
   * @return the status to exit with
   */
  public static int run(List<String> words, OutputStream out, PrintStream err) {
    return new ConntrackCommand(out, err, Termination.NONE).run(words);
  }

  private int run(List<String> words) {
    try {
      return execute(CommandLineParser.parse(words));
    } catch (UsageException e) {
      messages.wrongUsage(e);
      return e.status();
    } catch (OperationFailedException e) {
      messages.failed(e);
      return FAILED;
    } catch (ConntrackException e) {
      messages.failed(e);
      return FAILED;
    } catch (UncheckedIOException e) {
      return outputFailed(e);
    }
  }

  private int outputFailed(UncheckedIOException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("Broken pipe")) { // the only sign of it that Java gives
      return BROKEN_PIPE;
    }
    messages.failed("cannot write the output: " + reason, null);
    return FAILED;
  }

  private int execute(Arguments arguments) {
    arguments.warnings().forEach(messages::warn);
    Optional<Command> command = arguments.command();
    if (command.isEmpty() || command.get() == Command.HELP) {
      return show(HelpText.of(arguments.protocol()));
    }
    if (command.get() == Command.VERSION) {
      return show(Messages.VERSION + "\n");
    }
    if (command.get() == Command.STATISTICS) {
      return new StatisticsCommand(arguments.table(), out).run();
    }
    out.format(OutputFormat.of(arguments, messages), command.get().framesOutput());
    if (command.get().selects() && arguments.table() == Table.CONNTRACK) {
      Selection.of(arguments); // what is wrong with it is said without any privilege
    }
    try (Conntrack conntrack = Conntrack.open()) {
      if (command.get() == Command.EVENT) {
        return new EventCommand(arguments, out, messages, termination).run(conntrack);
      }
      return arguments.table() == Table.EXPECT
          ? new ExpectationCommands(conntrack.expectations(), arguments, out, messages)
              .run(command.get())
          : new FlowCommands(conntrack, arguments, out, messages).run(command.get());
    } finally {
      out.flush(); // what was done before something failed
    }
  }

  private int show(String text) {
    out.writeText(text);
    out.flush();
    return DONE;
  }
}
