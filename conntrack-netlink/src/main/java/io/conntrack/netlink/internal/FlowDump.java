package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * One dump of the table over a socket of its own, because a second dump on a socket is refused
 * (EBUSY).
 *
 * <p>Each receive takes a datagram of up to 32 KiB, the largest that the kernel fills, and the
 * flows in it are read in place.
 */
final class FlowDump implements FlowSource {

  private static final int DATAGRAM_BYTES = 32768;
  private static final int SEQUENCE = 1;
  private static final int FLOW = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;

  private final Operation operation;
  private final Transport transport;
  private final FlowFilter filter;
  private final Duration timeout;
  private final ResizeWatch resizes;
  private final NativeBuffer datagram = NativeBuffer.allocate(DATAGRAM_BYTES);
  private final MessageReader reader = new MessageReader();
  private final FlowDecoder decoder = new FlowDecoder();
  private final ErrorReply errors = new ErrorReply();
  private final FlowBuffer flow = new FlowBuffer();
  private boolean started;
  private boolean ended;

  FlowDump(Operation operation, Transport transport, FlowFilter filter, Duration timeout) {
    this(operation, transport, filter, timeout, HashTable::buckets);
  }

  FlowDump(
      Operation operation,
      Transport transport,
      FlowFilter filter,
      Duration timeout,
      IntSupplier buckets) {
    this.operation = operation;
    this.transport = transport;
    this.filter = filter;
    this.timeout = timeout;
    this.resizes = new ResizeWatch(operation, buckets);
  }

  @Override
  public boolean next() {
    try {
      if (!started) {
        start();
      }
      while (!ended) {
        if (findFlow()) {
          return true;
        }
      }
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      close();
      throw KernelErrors.systemCall(operation, e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    flow.clear();
    return false;
  }

  private void start() {
    started = true;
    resizes.begin();
    MessageBuilder request = new MessageBuilder(datagram.buffer());
    FlowRequests.dump(request, SEQUENCE);
    transport.send(datagram, request.length());
    receive();
  }

  /** Looks for a flow in what is left of the datagram, else receives the next one. */
  private boolean findFlow() {
    while (reader.next()) {
      if (reader.sequence() != SEQUENCE || reader.portId() != transport.portId()) {
        continue;
      }
      int type = reader.type();
      if (type == FLOW) {
        decoder.decode(reader, flow);
        if (filter.test(flow)) {
          return true;
        }
      } else if (type == NLMSG_DONE || type == NLMSG_ERROR) {
        end();
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
    reader.wrap(datagram.buffer(), length);
  }

  private void end() {
    int errno = errors.errno(reader);
    if (errno != 0) {
      throw KernelErrors.refusal(operation, errno, errors.explanation(reader));
    }
    ended = true;
    close();
    resizes.end();
  }

  @Override
  public FlowView flow() {
    return flow;
  }

  @Override
  public void close() {
    transport.close();
  }
}
