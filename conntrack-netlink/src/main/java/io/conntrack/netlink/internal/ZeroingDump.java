package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowView;
import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Dumps flows and zeroes the counters of each by a request of its own, a batch of them per system
 * call. The answer to such a request is exact: it carries what it zeroes.
 */
final class ZeroingDump implements FlowSource {

  /**
   * So few that all answers fit into the default receive buffer: a lost answer would be a lost
   * count.
   */
  static final int BATCH = 64;

  private static final int REQUEST_BYTES =
      256; // the longest key is that of an IPv6 flow with a zone
  private static final int ANSWER_BYTES = 4096; // the kernel answers within a page

  private final Operation operation;
  private final FlowSource dump;
  private final Transport transport;
  private final Duration timeout;
  private final NativeBuffer requests = NativeBuffer.allocate(BATCH * REQUEST_BYTES);
  private final MessageBuilder builder = new MessageBuilder(requests.buffer());
  private final ReceiveBatch answers = ReceiveBatch.allocate(BATCH, ANSWER_BYTES);
  private final MessageReader reader = new MessageReader();
  private final FlowDecoder decoder = new FlowDecoder();
  private final ErrorReply errors = new ErrorReply();
  private final FlowBuffer decoded = new FlowBuffer();
  private final Queue<Flow> zeroed = new ArrayDeque<>(BATCH);
  private int firstSequence = 1;

  ZeroingDump(Operation operation, FlowSource dump, Transport transport, Duration timeout) {
    this.operation = operation;
    this.dump = dump;
    this.transport = transport;
    this.timeout = timeout;
  }

  @Override
  public boolean next() {
    zeroed.poll();
    try {
      while (zeroed.isEmpty()) {
        int asked = ask();
        if (asked == 0) {
          close();
          return false;
        }
        collect(asked);
      }
      return true;
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

  /** Sends a request for each of the next flows and returns how many there were. */
  private int ask() {
    builder.clear();
    int count = 0;
    while (count < BATCH && dump.next()) {
      FlowView flow = dump.flow();
      FlowRequests.getAndZero(
          builder, firstSequence + count, flow.original(), flow.zoneId(Direction.ORIGINAL));
      count++;
    }
    if (count > 0) {
      transport.send(requests, builder.length());
    }
    return count;
  }

  /** Receives one answer for each request. */
  private void collect(int asked) {
    long deadline = System.nanoTime() + timeout.toNanos();
    int answered = 0;
    while (answered < asked) {
      int datagrams = transport.receiveBatch(answers, deadline);
      if (datagrams == NetlinkSocket.TIMED_OUT) {
        throw KernelErrors.timedOut(operation, timeout);
      }
      for (int slot = 0; slot < datagrams; slot++) {
        answered += read(slot, asked);
      }
    }
    firstSequence += asked;
  }

  private int read(int slot, int asked) {
    if (answers.isTruncated(slot)) {
      throw KernelErrors.truncated(operation, answers.length(slot), ANSWER_BYTES);
    }
    int answered = 0;
    reader.wrap(answers.slot(slot), answers.length(slot));
    while (reader.next()) {
      boolean mine =
          reader.portId() == transport.portId() && reader.sequence() - firstSequence < asked;
      if (mine && reader.sequence() - firstSequence >= 0) {
        answered++;
        readAnswer();
      }
    }
    return answered;
  }

  private void readAnswer() {
    if (reader.type() == NLMSG_ERROR) {
      int errno = errors.errno(reader);
      if (errno != Errno.ENOENT) { // that one has ended since the dump
        throw KernelErrors.refusal(operation, errno, errors.explanation(reader));
      }
    } else {
      decoder.decode(reader, decoded);
      zeroed.add(Flow.copyOf(decoded));
    }
  }

  @Override
  public FlowView flow() {
    return zeroed.element();
  }

  @Override
  public void close() {
    dump.close();
    transport.close();
  }
}
