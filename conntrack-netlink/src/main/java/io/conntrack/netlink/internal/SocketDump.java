package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;
import static io.conntrack.netlink.internal.uapi.SockDiag.SOCK_DIAG_BY_FAMILY;

import io.conntrack.ConntrackException;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.LocalSocket;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.codec.SocketDecoder;
import io.conntrack.netlink.internal.codec.SocketRequests;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Walks over the connected sockets of a network namespace. Confined to one thread.
 *
 * <p>It walks rather than looks each flow up, because a lookup finds no socket that is bound to an
 * interface or a VRF unless that is known, and may find a listening one instead.
 */
final class SocketDump {

  private static final int DATAGRAM_BYTES = 32768; // the largest that the kernel fills

  private final Operation operation;
  private final Transport transport;
  private final Duration timeout;
  private final NativeBuffer datagram = NativeBuffer.allocate(DATAGRAM_BYTES);
  private final MessageReader reader = new MessageReader();
  private final SocketDecoder decoder = new SocketDecoder();
  private final ErrorReply errors = new ErrorReply();
  private int sequence; // below 0, unlike those of other requests on the socket

  SocketDump(Operation operation, Transport transport, Duration timeout) {
    this.operation = operation;
    this.transport = transport;
    this.timeout = timeout;
  }

  /**
   * Calls an action with each connected socket. The walk is no snapshot: a socket may be missed or
   * shown twice.
   *
   * @param family of the socket; one of IPv6 may have IPv4 ends
   * @throws ConntrackException as {@link KernelErrors#socketRefusal} has it
   */
  void forEach(Protocol protocol, IpFamily family, Consumer<LocalSocket> action) {
    sequence--;
    try {
      MessageBuilder request = new MessageBuilder(datagram.buffer());
      SocketRequests.dumpConnected(request, sequence, protocol, family);
      transport.send(datagram, request.length());
      do {
        receive();
      } while (!read(protocol, action));
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(operation, e);
    }
  }

  private void receive() {
    int length = transport.receive(datagram, System.nanoTime() + timeout.toNanos());
    if (length == NetlinkSocket.TIMED_OUT) {
      throw KernelErrors.timedOut(operation, timeout);
    }
    if (length > datagram.capacity()) {
      throw KernelErrors.truncated(operation, length, datagram.capacity());
    }
    reader.wrap(datagram.buffer(), length);
  }

  /** Reads a datagram and says whether the dump is at its end. */
  private boolean read(Protocol protocol, Consumer<LocalSocket> action) {
    while (reader.next()) {
      if (reader.sequence() != sequence || reader.portId() != transport.portId()) {
        continue;
      }
      int type = reader.type();
      if (type == SOCK_DIAG_BY_FAMILY) {
        decoder.wrap(reader);
        if (!decoder.isMemory()) {
          action.accept(decoder.socket(protocol));
        }
      } else if (type == NLMSG_DONE || type == NLMSG_ERROR) {
        throwIfRefused();
        return true;
      }
    }
    return false;
  }

  private void throwIfRefused() {
    int errno = errors.errno(reader);
    if (errno != 0) {
      throw KernelErrors.socketRefusal(operation, errno, errors.explanation(reader));
    }
  }
}
