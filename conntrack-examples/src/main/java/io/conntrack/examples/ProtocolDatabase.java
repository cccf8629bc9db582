package io.conntrack.examples;

import io.conntrack.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The system's names of protocols, {@code protocols(5)}. Immutable. */
public final class ProtocolDatabase {

  private static final Path FILE = Path.of("/etc/protocols");

  private ProtocolDatabase() {}

  /** Returns the protocol with this name or alias; empty also where the system has no such file. */
  public static Optional<Protocol> find(String name) {
    try {
      return find(name, Files.readAllLines(FILE));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Looks into lines such as {@code esp 50 IPSEC-ESP # comment}. */
  static Optional<Protocol> find(String name, List<String> lines) {
    for (String line : lines) {
      List<String> words = List.of(line.replaceFirst("#.*", "").trim().split("\\s+"));
      if (words.size() > 1 && words.get(1).matches("[0-9]{1,3}") && words.contains(name)) {
        return Optional.of(Integer.valueOf(words.get(1))).filter(n -> n < 256).map(Protocol::of);
      }
    }
    return Optional.empty();
  }
}
