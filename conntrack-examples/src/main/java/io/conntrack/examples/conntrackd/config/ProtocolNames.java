package io.conntrack.examples.conntrackd.config;

import io.conntrack.Protocol;
import io.conntrack.examples.ProtocolDatabase;
import java.util.Optional;

/** The names of protocols that a filter may use. */
final class ProtocolNames {

  private ProtocolNames() {}

  /** Finds what the system calls so; where it has no list, what the library calls so. */
  static Optional<Protocol> find(String name) {
    return ProtocolDatabase.find(name).or(() -> known(name));
  }

  private static Optional<Protocol> known(String name) {
    return switch (name) {
      case "TCP", "tcp" -> Optional.of(Protocol.TCP);
      case "UDP", "udp" -> Optional.of(Protocol.UDP);
      default -> Optional.empty();
    };
  }
}
