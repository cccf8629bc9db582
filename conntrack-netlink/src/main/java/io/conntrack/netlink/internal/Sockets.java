package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_CAP_ACK;
import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_EXT_ACK;
import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_NETFILTER;
import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_SOCK_DIAG;

import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Opens sockets in one network namespace, whichever thread asks. Thread-safe. */
final class Sockets implements SocketSource, AutoCloseable {

  private static final Path PARAMETERS = Path.of("/proc/sys");

  private final NetworkNamespace namespace;

  Sockets(NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public Transport apply(Operation operation) {
    return open(operation, NETLINK_NETFILTER);
  }

  @Override
  public Transport openDiagnosis(Operation operation) {
    return open(operation, NETLINK_SOCK_DIAG);
  }

  /** Opens a socket that explains errors and does not repeat requests in them. */
  private Transport open(Operation operation, int protocol) {
    try {
      return namespace.call(() -> openHere(protocol));
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(operation, e);
    }
  }

  private static Transport openHere(int protocol) {
    NetlinkSocket socket = NetlinkSocket.open(protocol);
    try {
      trySetting(socket, NETLINK_CAP_ACK);
      trySetting(socket, NETLINK_EXT_ACK);
      return socket;
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }

  /** Kernels before 4.3 and 4.12 do without. */
  private static void trySetting(NetlinkSocket socket, int option) {
    try {
      socket.setOption(option, 1);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOPROTOOPT) {
        throw e;
      }
    }
  }

  /** The kernel shows under {@code /proc/sys/net} the namespace of the thread that opens a file. */
  @Override
  public OptionalLong parameter(String name) {
    Path file = PARAMETERS.resolve(name.replace('.', '/'));
    try {
      return namespace.call(() -> readNumber(file));
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(Operation.of("read", name));
    } catch (SystemCallException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong readNumber(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return OptionalLong.of(Long.parseLong(reader.readLine()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty(); // no such file, no right to read it, or nothing in it
    }
  }

  @Override
  public void close() {
    namespace.close();
  }

  /** Returns the network namespace. */
  @Override
  public String toString() {
    return namespace.toString();
  }
}
