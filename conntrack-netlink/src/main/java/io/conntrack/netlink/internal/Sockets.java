package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_CAP_ACK;
import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_EXT_ACK;

import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.util.function.Supplier;

/** Opens sockets in one network namespace, whichever thread asks. Thread-safe. */
final class Sockets implements AutoCloseable {

  private final NetworkNamespace namespace;

  Sockets(NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  /** Opens a socket that explains errors and does not repeat requests in them. */
  Transport open(Operation operation) {
    return call(operation, Sockets::openHere);
  }

  /** Opens a socket for events. */
  NetlinkSocket openPlain(Operation operation) {
    return call(operation, NetlinkSocket::open);
  }

  private <T> T call(Operation operation, Supplier<T> action) {
    try {
      return namespace.call(action);
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(operation, e);
    }
  }

  private static Transport openHere() {
    NetlinkSocket socket = NetlinkSocket.open();
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
