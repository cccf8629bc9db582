package io.conntrack.examples.conntrackd.config;

import io.conntrack.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A dedicated link between the nodes. Immutable.
 *
 * @param transport what it runs over
 * @param address the multicast group, or the own address; absent if the file names none
 * @param destination the peer's address; absent for multicast, and if the file names none
 * @param interfaceAddress {@code IPv4_interface}, the own address on the link of a multicast group
 * @param port the UDP or TCP port, 0 to 65535; of multicast what the file calls {@code Group}
 * @param interfaceName the network interface; absent if the file names none
 * @param sendBuffer bytes of the sender's socket buffer; absent for the system's default
 * @param receiveBuffer bytes of the receiver's socket buffer; absent for the system's default
 * @param checksum whether datagrams carry a checksum
 * @param isDefault whether it is the one to begin with
 */
public record LinkSettings(
    Transport transport,
    Optional<IpAddress> address,
    Optional<IpAddress> destination,
    Optional<IpAddress> interfaceAddress,
    int port,
    Optional<String> interfaceName,
    OptionalInt sendBuffer,
    OptionalInt receiveBuffer,
    boolean checksum,
    boolean isDefault) {

  /** What a link runs over. */
  public enum Transport {
    /** Datagrams to a group. */
    MULTICAST("Multicast"),
    /** Datagrams to a peer. */
    UDP("UDP"),
    /** A connection in each direction. */
    TCP("TCP");

    private final String clause;

    Transport(String clause) {
      this.clause = clause;
    }

    /** Returns the name of its clause. */
    public String clause() {
      return clause;
    }
  }
}
