package io.conntrack.examples.conntrackd;

import io.conntrack.ConntrackException;
import io.conntrack.examples.conntrackd.config.Configuration;
import io.conntrack.examples.conntrackd.config.ConfigurationException;
import io.conntrack.examples.conntrackd.control.ControlClient;
import io.conntrack.examples.conntrackd.control.ControlRequest;
import io.conntrack.examples.conntrackd.daemon.LogLine;
import io.conntrack.examples.conntrackd.daemon.LogLine.Level;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The {@code conntrackd} command: collects statistics of flows, and asks a running daemon.
 *
 * <p>Exit status: 0 done, which of a request only says that it was sent; 1 the command line or the
 * configuration is wrong, no daemon answers, or the daemon could not start.
 */
public final class ConntrackdCommand {

  private static final int DONE = 0;
  private static final int FAILED = 1;

  private final OutputStream out;
  private final PrintStream err;

  private ConntrackdCommand(OutputStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command and ends the process with its status. */
  public static void main(String[] words) {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    System.exit(new ConntrackdCommand(out, System.err).run(List.of(words)));
  }

  private int run(List<String> words) {
    try {
      return execute(CommandLine.parse(words));
    } catch (UsageException e) {
      say(Level.ERROR, String.valueOf(e.getMessage()));
      return e.showsHelp() ? failWithHelp() : FAILED;
    } catch (ConfigurationException | ConntrackException | IOException e) {
      say(Level.ERROR, String.valueOf(e.getMessage()));
      return FAILED;
    }
  }

  private int failWithHelp() {
    try {
      show(HelpText.HELP);
    } catch (IOException e) {
      say(Level.ERROR, "cannot write the output: " + e.getMessage());
    }
    return FAILED;
  }

  private int execute(CommandLine line) throws IOException {
    switch (line.purpose()) {
      case HELP -> {
        return show(HelpText.HELP);
      }
      case VERSION -> {
        return show(HelpText.VERSION + "\n");
      }
      default -> {
        line.warnings().forEach(warning -> say(Level.WARNING, warning));
        Configuration configuration = Configuration.read(line.file());
        configuration.warnings().forEach(warning -> say(Level.WARNING, warning));
        return line.request().isPresent()
            ? ask(configuration, line.request().get())
            : Startup.run(configuration, line.purpose(), err);
      }
    }
  }

  private int ask(Configuration configuration, ControlRequest request) throws IOException {
    Optional<Path> socket = configuration.general().socket();
    if (socket.isEmpty()) {
      throw new IOException("can't connect: the configuration has no UNIX { Path } clause");
    }
    new ControlClient(socket.get()).send(request, out);
    return DONE;
  }

  private int show(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    return DONE;
  }

  private void say(Level level, String text) {
    err.println(LogLine.of(level, text));
  }
}
