package io.conntrack.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says in {@code /proc/net/netlink} of the sockets that listen to netfilter. */
final class DropCounters {

  private static final Path SOCKETS = Path.of("/proc/thread-self/net/netlink");
  private static final int PROTOCOL = 1;
  private static final int GROUPS = 3;
  private static final int DROPS = 8;

  private DropCounters() {}

  /** Returns the sum of their drops, in the network namespace of the calling thread. */
  static long sum() {
    try (Stream<String> lines = Files.lines(SOCKETS)) {
      return lines
          .map(line -> line.split(" +"))
          .filter(columns -> columns[PROTOCOL].equals("12") && !columns[GROUPS].matches("0+"))
          .mapToLong(columns -> Long.parseLong(columns[DROPS]))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
