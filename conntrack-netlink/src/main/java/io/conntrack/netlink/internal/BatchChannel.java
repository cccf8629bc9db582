package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_MIN_TYPE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK;

import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;

/**
 * Sends many requests by one system call and reads what the kernel has to say about them. Confined
 * to one thread, but any thread may close it.
 *
 * <p>The kernel carries out a batch in its order, inside the system call, and queues the answers.
 * The last request is always answered, by data, an error or an acknowledgement; of the others,
 * those that ask for data and those that are refused. So the answer to the last one is a fence: all
 * that has no answer by then was done.
 */
final class BatchChannel implements OpenResource {

  /** So few that a refusal of each fits into the default receive buffer, which holds 256. */
  static final int CAPACITY = 128;

  /** So few that data about each fits. */
  static final int QUERIES = 64;

  private static final int LONGEST_REQUEST = 1024; // a creation with all there is takes about 700
  private static final int SLOTS = 32;
  private static final int ANSWER_BYTES = 4096; // the kernel answers within a page

  /** Hears the answers, each with the place of its request in the batch. */
  interface Answers {

    /** The request was refused. */
    void refused(int index, int errno, String explanation);

    /** The request was answered by data, valid inside the call. */
    default void answered(int index, MessageReader message) {}
  }

  private final Transport transport;
  private final Duration timeout;
  private final NativeBuffer requests = NativeBuffer.allocate(CAPACITY * LONGEST_REQUEST);
  private final MessageBuilder builder = new MessageBuilder(requests.buffer());
  private final ReceiveBatch answers = ReceiveBatch.allocate(SLOTS, ANSWER_BYTES);
  private final MessageReader reader = new MessageReader();
  private final ErrorReply errors = new ErrorReply();
  private int firstSequence = 1;
  private int size;
  private int lastStart;
  private int end;

  BatchChannel(Transport transport, Duration timeout) {
    this.transport = transport;
    this.timeout = timeout;
  }

  /** Returns what writes the next request; it may ask to be acknowledged. */
  MessageBuilder builder() {
    return builder;
  }

  /** Returns the sequence number of the next request. */
  int sequence() {
    return firstSequence + size;
  }

  /** Takes the request that was written into the batch, and returns its place. */
  int added() {
    if (size > 0) {
      builder.removeFlags(lastStart, NLM_F_ACK); // only the last one keeps it
    }
    lastStart = end;
    end = builder.length();
    return size++;
  }

  /** Returns the number of requests in the batch. */
  int size() {
    return size;
  }

  /**
   * Sends the batch and reads the answers up to that of the last request.
   *
   * @throws io.conntrack.ConntrackException if the batch was not sent, refused as a whole, or
   *     answers are missing; what the kernel did with it is not known then
   */
  void exchange(Operation operation, Answers sink) {
    try {
      transport.send(requests, builder.length());
      collect(operation, sink);
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(operation, e);
    } finally {
      firstSequence += size;
      size = 0;
      end = 0;
      builder.clear();
    }
  }

  /**
   * Reads until the last request is answered. Without privilege the kernel refuses the first
   * request and drops the others, so that the last one has no answer to wait for.
   */
  private void collect(Operation operation, Answers sink) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean firstNotPermitted = false;
    boolean complete = false;
    while (!complete) {
      int datagrams =
          transport.receiveBatch(answers, firstNotPermitted ? System.nanoTime() : deadline);
      if (datagrams == NetlinkSocket.TIMED_OUT) {
        throw firstNotPermitted
            ? KernelErrors.refusal(operation, Errno.EPERM, "")
            : KernelErrors.timedOut(operation, timeout);
      }
      for (int slot = 0; slot < datagrams; slot++) {
        wrap(operation, slot);
        while (reader.next()) {
          int index = reader.sequence() - firstSequence;
          if (index >= 0 && index < size && reader.portId() == transport.portId()) {
            int errno = read(index, sink);
            firstNotPermitted |= index == 0 && errno == Errno.EPERM;
            complete |= index == size - 1;
          }
        }
      }
    }
  }

  private void wrap(Operation operation, int slot) {
    if (answers.isTruncated(slot)) {
      throw KernelErrors.truncated(operation, answers.length(slot), ANSWER_BYTES);
    }
    reader.wrap(answers.slot(slot), answers.length(slot));
  }

  /** Passes an answer on and returns its error number, 0 if it is none. */
  private int read(int index, Answers sink) {
    int errno = 0;
    if (reader.type() == NLMSG_ERROR) {
      errno = errors.errno(reader);
      if (errno != 0) {
        sink.refused(index, errno, errors.explanation(reader));
      }
    } else if (reader.type() >= NLMSG_MIN_TYPE) {
      sink.answered(index, reader);
    }
    return errno;
  }

  /** Closes the socket; ends an exchange that waits, and does not wait for one in the kernel. */
  @Override
  public void close() {
    transport.close();
  }
}
