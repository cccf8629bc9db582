package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.jfr.DumpEvent;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the entries of a dump over a socket of its own, because a second dump on a socket
 * is refused (EBUSY). Confined to one thread, but any thread may close it.
 *
 * <p>Each receive takes a datagram of up to 32 KiB, the largest that the kernel fills, and the
 * entries in it are read in place.
 */
final class DumpReader implements OpenResource {

  private static final int DATAGRAM_BYTES = 32768;
  private static final int SEQUENCE = 1;

  private final Operation operation;
  private final Transport transport;
  private final Duration timeout;
  private final int entryType;
  private final NativeBuffer datagram = NativeBuffer.allocate(DATAGRAM_BYTES);
  private final MessageReader reader = new MessageReader();
  private final ErrorReply errors = new ErrorReply();
  private final DumpEvent recording = new DumpEvent();
  private ObjIntConsumer<MessageBuilder> request;
  private @Nullable ObjIntConsumer<MessageBuilder> fallback;
  private boolean started;
  private boolean arrived;
  private boolean ended;

  /**
   * Prepares a dump.
   *
   * @param entryType the type of its entries; messages of other types are skipped
   * @param request writes the request with a sequence number
   * @param fallback writes the request for the whole table, for a kernel that refuses the other one
   *     as not known to it; null if there is none
   */
  DumpReader(
      Operation operation,
      Transport transport,
      Duration timeout,
      int entryType,
      ObjIntConsumer<MessageBuilder> request,
      @Nullable ObjIntConsumer<MessageBuilder> fallback) {
    this.operation = operation;
    this.transport = transport;
    this.timeout = timeout;
    this.entryType = entryType;
    this.request = request;
    this.fallback = fallback;
  }

  /**
   * Steps to the next entry; false at the end, after which it is closed.
   *
   * @throws io.conntrack.ConntrackException if it fails, after which it is closed
   */
  boolean next() {
    try {
      if (!started) {
        start();
      }
      while (!ended) {
        if (findEntry()) {
          recording.entry();
          return true;
        }
      }
      return false;
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      close();
      throw KernelErrors.systemCall(operation, e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Returns the entry, valid until the next step. */
  MessageReader entry() {
    return reader;
  }

  private void start() {
    started = true;
    recording.begin();
    ask();
  }

  private void ask() {
    MessageBuilder message = new MessageBuilder(datagram.buffer());
    request.accept(message, SEQUENCE);
    transport.send(datagram, message.length());
    receive();
  }

  /** Looks for an entry in what is left of the datagram, else receives the next one. */
  private boolean findEntry() {
    while (reader.next()) {
      if (reader.sequence() != SEQUENCE || reader.portId() != transport.portId()) {
        continue;
      }
      int type = reader.type();
      if (type == entryType) {
        arrived = true;
        return true;
      }
      if (type == NLMSG_DONE || type == NLMSG_ERROR) {
        endOrAskAgain();
        return false;
      }
    }
    receive();
    return false;
  }

  private void receive() {
    int length = transport.receive(datagram, System.nanoTime() + timeout.toNanos());
    if (length == NetlinkSocket.TIMED_OUT) {
      throw KernelErrors.timedOut(operation, timeout);
    }
    if (length > datagram.capacity()) {
      throw KernelErrors.truncated(operation, length, datagram.capacity());
    }
    recording.received(length);
    reader.wrap(datagram.buffer(), length);
  }

  private void endOrAskAgain() {
    int errno = errors.errno(reader);
    ObjIntConsumer<MessageBuilder> wholeTable = fallback;
    if (errno == 0) {
      ended = true;
      recording.end(operation);
      close();
    } else if (wholeTable != null && !arrived && isAboutRequest(errno)) {
      request = wholeTable;
      fallback = null;
      ask();
    } else {
      throw KernelErrors.refusal(operation, errno, errors.explanation(reader));
    }
  }

  private static boolean isAboutRequest(int errno) {
    return errno == Errno.EINVAL || errno == Errno.EOPNOTSUPP || errno == Errno.ERANGE;
  }

  @Override
  public void close() {
    transport.close();
  }
}
