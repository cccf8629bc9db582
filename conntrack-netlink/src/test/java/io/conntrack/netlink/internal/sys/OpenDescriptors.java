package io.conntrack.netlink.internal.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The descriptors of this process that are of the kinds this package opens. */
final class OpenDescriptors {
  private static final Path DIRECTORY = Path.of("/proc/self/fd");
  private static final int O_CLOEXEC = 02000000; // as fdinfo shows it

  private OpenDescriptors() {}

  /** Returns the descriptors that an action opens. */
  static Set<Integer> openedBy(Runnable action) {
    Set<Integer> before = now();
    action.run();
    Set<Integer> opened = new TreeSet<>(now());
    opened.removeAll(before);
    return opened;
  }

  /** Returns the open sockets, wake-up descriptors and namespaces. */
  static Set<Integer> now() {
    try (Stream<Path> links = Files.list(DIRECTORY)) {
      return links
          .filter(link -> target(link).matches("(socket|net):.*|anon_inode:\\[eventfd\\]"))
          .map(link -> Integer.valueOf(link.getFileName().toString()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether a child process would not inherit it. */
  static boolean isCloseOnExec(int descriptor) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/fdinfo/" + descriptor))) {
      String flags = lines.filter(line -> line.startsWith("flags:")).findFirst().orElseThrow();
      return (Integer.parseInt(flags.substring(6).strip(), 8) & O_CLOEXEC) != 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed since it was listed
    }
  }
}
