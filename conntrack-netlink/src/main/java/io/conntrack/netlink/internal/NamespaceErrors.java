package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says why a network namespace could not be opened. */
final class NamespaceErrors {

  private static final Path NAMED = Path.of("/run/netns");
  private static final Pattern OF_PROCESS = Pattern.compile("/proc/(\\d+)/ns/net");
  private static final int SOME = 20;

  private NamespaceErrors() {}

  /** Returns the exception for a file that could not be opened. */
  static ConntrackException explain(Operation operation, Path file, SystemCallException failure) {
    if (failure.errno() != Errno.ENOENT) {
      return KernelErrors.systemCall(operation, failure);
    }
    return new ConntrackException(
        operation.toString(), failure.errno(), absence(file) + remedy(file), failure);
  }

  private static String absence(Path file) {
    Matcher process = OF_PROCESS.matcher(file.toString());
    if (process.matches()) {
      return "no process has the id " + process.group(1) + " (ENOENT)";
    }
    return NAMED.equals(file.getParent())
        ? "no network namespace is named \"" + file.getFileName() + "\" (ENOENT)"
        : "there is no file " + file + " (ENOENT)";
  }

  private static String remedy(Path file) {
    if (OF_PROCESS.matcher(file.toString()).matches()) {
      return " - it may have ended; a namespace outlives its processes only by a name or while it"
          + " is open";
    }
    return NAMED.equals(file.getParent())
        ? " - create it with \"ip netns add " + file.getFileName() + "\"; there are " + names()
        : " - network namespaces have files such as /run/netns/blue and /proc/4711/ns/net";
  }

  private static String names() {
    try (Stream<Path> files = Files.list(NAMED)) {
      String names =
          files
              .map(file -> file.getFileName().toString())
              .sorted()
              .limit(SOME)
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "none" : names;
    } catch (IOException e) {
      return "none";
    }
  }
}
