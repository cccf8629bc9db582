package io.conntrack.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the descriptors of this process that are of the kinds that the library opens. */
public final class OpenSockets {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final String KINDS = "(socket|net):.*|anon_inode:\\[eventfd\\]";

  private OpenSockets() {}

  /** Returns the number of sockets, namespaces and wake-up descriptors. */
  public static long count() {
    try (Stream<Path> links = Files.list(DESCRIPTORS)) {
      return links.filter(link -> target(link).matches(KINDS)).count();
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
