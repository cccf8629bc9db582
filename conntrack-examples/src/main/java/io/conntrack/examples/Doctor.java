package io.conntrack.examples;

import io.conntrack.CheckReport;
import io.conntrack.Conntrack;
import io.conntrack.netlink.NetlinkConntrack;
import io.conntrack.netlink.NetlinkOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Says whether connection tracking can be used here, and what stands in the way.
 *
 * <p>Exit status: 0 all is well; 1 something hinders; 2 it cannot be used, or the argument is
 * wrong.
 */
public final class Doctor {

  private static final int WRONG_USAGE = 2;

  private Doctor() {}

  /** Runs the program and ends the process with its status. */
  public static void main(String[] words) {
    System.exit(run(List.of(words), System.out, System.err));
  }

  /**
   * Checks the network namespace of the calling thread, or the one that the argument names.
   *
   * @return the status to exit with
   */
  static int run(List<String> words, PrintStream out, PrintStream err) {
    if (words.size() > 1 || words.stream().anyMatch(word -> word.startsWith("-"))) {
      err.println("Usage: doctor [NAME|FILE]   of the network namespace to check");
      return WRONG_USAGE;
    }
    CheckReport report = words.isEmpty() ? Conntrack.check() : check(words.get(0));
    out.println(report);
    return report.exitStatus();
  }

  private static CheckReport check(String namespace) {
    NetlinkOptions.Builder options = NetlinkOptions.builder();
    if (namespace.contains("/")) {
      options.networkNamespace(Path.of(namespace));
    } else {
      options.networkNamespace(namespace);
    }
    return NetlinkConntrack.check(options.build());
  }
}
