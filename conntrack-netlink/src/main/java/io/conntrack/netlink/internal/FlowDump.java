package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;

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
  private Pushdown conditions;
  private final NativeBuffer datagram = NativeBuffer.allocate(DATAGRAM_BYTES);
  private final MessageReader reader = new MessageReader();
  private final FlowDecoder decoder = new FlowDecoder();
  private final ErrorReply errors = new ErrorReply();
  private final FlowBuffer flow = new FlowBuffer();
  private boolean started;
  private boolean arrived;
  private boolean ended;

  /**
   * Prepares a dump.
   *
   * @param conditions what the kernel is asked for
   * @param filter what is delivered of the flows that the kernel sends
   */
  FlowDump(
      Operation operation,
      Transport transport,
      Pushdown conditions,
      FlowFilter filter,
      Duration timeout) {
    this.operation = operation;
    this.transport = transport;
    this.conditions = conditions;
    this.filter = filter;
    this.timeout = timeout;
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
    MessageBuilder request = new MessageBuilder(datagram.buffer());
    FlowRequests.dump(request, SEQUENCE, conditions);
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
        arrived = true;
        decoder.decode(reader, flow);
        if (filter.test(flow)) {
          return true;
        }
      } else if (type == NLMSG_DONE || type == NLMSG_ERROR) {
        endOrRetry();
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

  /** A kernel that refuses conditions is asked for the whole table, which the filter reduces. */
  private void endOrRetry() {
    int errno = errors.errno(reader);
    if (errno == 0) {
      ended = true;
      close();
    } else if (!arrived && !conditions.isEmpty() && isAboutConditions(errno)) {
      conditions = Pushdown.NONE;
      start();
    } else {
      throw KernelErrors.refusal(operation, errno, errors.explanation(reader));
    }
  }

  private static boolean isAboutConditions(int errno) {
    return errno == Errno.EINVAL || errno == Errno.EOPNOTSUPP || errno == Errno.ERANGE;
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
