package io.conntrack.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out which program has a netlink port, as far as this process may look: {@code
 * /proc/net/netlink} tells the socket of a port, the links in {@code /proc/PID/fd} whose it is.
 *
 * <p>That takes a walk over all processes, so an answer is good for a moment. Not thread-safe;
 * confine to one thread.
 */
final class ProgramNames {

  private static final Path PROC = Path.of("/proc");
  private static final Path SOCKETS = Path.of("/proc/thread-self/net/netlink");
  private static final String NETFILTER = "12"; // NETLINK_NETFILTER
  private static final int PROTOCOL_COLUMN = 1;
  private static final int PORT_COLUMN = 2;
  private static final int INODE_COLUMN = 9;
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

  private long lastPort = -1;
  private long lastTime;
  private Optional<String> lastName = Optional.empty();

  /** Returns the name of the program that has this port now, absent if there is none to be seen. */
  Optional<String> ofPort(long port) {
    long now = System.nanoTime();
    if (port != lastPort || now - lastTime > MOMENT) {
      lastName = inode(port).flatMap(inode -> name(port, inode));
      lastPort = port;
      lastTime = now;
    }
    return lastName;
  }

  private static Optional<String> inode(long port) {
    try {
      return Files.readAllLines(SOCKETS).stream()
          .map(line -> List.of(line.trim().split("\\s+")))
          .filter(columns -> columns.size() > INODE_COLUMN)
          .filter(columns -> columns.get(PROTOCOL_COLUMN).equals(NETFILTER))
          .filter(columns -> columns.get(PORT_COLUMN).equals(Long.toString(port)))
          .map(columns -> columns.get(INODE_COLUMN))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The first socket of a process usually has the number of the process for its port. */
  private static Optional<String> name(long port, String inode) {
    Path likely = PROC.resolve(Long.toString(port));
    if (hasSocket(likely, inode)) {
      return name(likely);
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (hasSocket(process, inode)) {
          return name(process);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean hasSocket(Path process, String inode) {
    Path link = Path.of("socket:[" + inode + "]");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (isLinkTo(descriptor, link)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return false; // it has ended, or is somebody else's
    }
    return false;
  }

  private static boolean isLinkTo(Path descriptor, Path target) {
    try {
      return Files.readSymbolicLink(descriptor).equals(target);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  /** The name stands in brackets, and may hold one itself. */
  private static Optional<String> name(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      int start = stat.indexOf('(') + 1;
      int end = stat.indexOf(')', start);
      return start > 0 && end > start ? Optional.of(stat.substring(start, end)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
