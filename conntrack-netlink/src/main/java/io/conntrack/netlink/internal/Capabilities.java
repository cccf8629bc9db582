package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What the calling thread may do, and in which user namespace. */
final class Capabilities {

  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final Path OWN = Path.of("/proc/thread-self/ns/user");
  private static final int CAP_NET_ADMIN = 12;
  private static final int HEXADECIMAL = 16;

  private Capabilities() {}

  /** Says whether {@code CAP_NET_ADMIN} is effective, and in which user namespace. */
  static String effective() {
    OptionalLong mask = effectiveMask();
    String fact =
        mask.isEmpty()
            ? "whether CAP_NET_ADMIN is effective cannot be read"
            : has(mask.getAsLong(), CAP_NET_ADMIN)
                ? "CAP_NET_ADMIN is effective"
                : "CAP_NET_ADMIN is not effective";
    return fact + " in " + ownUserNamespace();
  }

  static boolean has(long mask, int capability) {
    return (mask >>> capability & 1) != 0;
  }

  private static OptionalLong effectiveMask() {
    try {
      return mask(Files.readAllLines(STATUS));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Finds the mask in the lines of {@code /proc/<id>/status}. */
  static OptionalLong mask(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("CapEff:"))
        .mapToLong(
            line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), HEXADECIMAL))
        .findFirst();
  }

  private static String ownUserNamespace() {
    try {
      return Files.readSymbolicLink(OWN).toString();
    } catch (IOException e) {
      return "its user namespace";
    }
  }

  /** Says which user namespace owns a network namespace: capabilities must be held in that one. */
  static String ownerOf(NetworkNamespace namespace) {
    try {
      return namespace
          .owner()
          .map(
              owner ->
                  ", owned by "
                      + owner
                      + (owner.equals(ownUserNamespace())
                          ? ", that of this process"
                          : ", not that of this process"))
          .orElse(", owned by a user namespace outside of that of this process");
    } catch (UncheckedIOException e) {
      return "";
    }
  }
}
