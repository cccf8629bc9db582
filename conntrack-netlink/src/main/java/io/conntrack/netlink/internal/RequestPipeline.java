package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;

/**
 * Sends many requests, a batch of them per system call, and gives each its answer. Each request
 * must be answered by one message. Confined to one thread.
 */
final class RequestPipeline {

  /** Writes the request with this index. */
  interface Request {
    void write(MessageBuilder message, int sequence, int index);
  }

  /** Receives what the kernel answered. */
  interface Answer {

    /**
     * Takes an answer.
     *
     * @param index the request's
     * @param errno 0 if it was done
     * @param explanation what the kernel adds to an error, else empty
     * @param message the answer, valid until this returns
     */
    void take(int index, int errno, String explanation, MessageReader message);
  }

  /**
   * So few that all answers fit into the default receive buffer: a lost answer would be an unknown
   * outcome.
   */
  static final int BATCH = 64;

  private static final int REQUEST_BYTES = 256; // the longest key: an IPv6 flow with zone and id
  private static final int ANSWER_BYTES = 4096; // the kernel answers within a page

  private final Operation operation;
  private final Transport transport;
  private final Duration timeout;
  private final NativeBuffer requests = NativeBuffer.allocate(BATCH * REQUEST_BYTES);
  private final MessageBuilder builder = new MessageBuilder(requests.buffer());
  private final ReceiveBatch answers = ReceiveBatch.allocate(BATCH, ANSWER_BYTES);
  private final MessageReader reader = new MessageReader();
  private final ErrorReply errors = new ErrorReply();
  private int sequence; // of the first request of the batch
  private int nextSequence = 1;

  RequestPipeline(Operation operation, Transport transport, Duration timeout) {
    this.operation = operation;
    this.transport = transport;
    this.timeout = timeout;
  }

  /**
   * Sends requests with the indices from 0 up to {@code count}; a refusal does not end it.
   *
   * @throws io.conntrack.ConntrackException if the socket was closed, or an answer is missing: then
   *     it is not known what was done
   */
  void run(int count, Request request, Answer answer) {
    try {
      for (int first = 0; first < count; first += BATCH) {
        int asked = Math.min(BATCH, count - first);
        sequence = nextSequence;
        nextSequence += asked; // also if an answer is missing, so that it is not taken for another
        send(first, asked, request);
        collect(first, asked, answer);
      }
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(operation, e);
    }
  }

  private void send(int first, int asked, Request request) {
    builder.clear();
    for (int i = 0; i < asked; i++) {
      request.write(builder, sequence + i, first + i);
    }
    transport.send(requests, builder.length());
  }

  private void collect(int first, int asked, Answer answer) {
    long deadline = System.nanoTime() + timeout.toNanos();
    int answered = 0;
    while (answered < asked) {
      int datagrams = transport.receiveBatch(answers, deadline);
      if (datagrams == NetlinkSocket.TIMED_OUT) {
        throw KernelErrors.timedOut(operation, timeout);
      }
      for (int slot = 0; slot < datagrams; slot++) {
        if (answers.isTruncated(slot)) {
          throw KernelErrors.truncated(operation, answers.length(slot), ANSWER_BYTES);
        }
        reader.wrap(answers.slot(slot), answers.length(slot));
        answered += read(first, asked, answer);
      }
    }
  }

  private int read(int first, int asked, Answer answer) {
    int answered = 0;
    while (reader.next()) {
      int position = reader.sequence() - sequence;
      if (reader.portId() == transport.portId() && position >= 0 && position < asked) {
        boolean failed = reader.type() == NLMSG_ERROR;
        answer.take(
            first + position,
            failed ? errors.errno(reader) : 0,
            failed ? errors.explanation(reader) : "",
            reader);
        answered++;
      }
    }
    return answered;
  }
}
