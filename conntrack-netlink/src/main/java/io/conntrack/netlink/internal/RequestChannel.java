package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_MIN_TYPE;

import io.conntrack.ConntrackException;
import io.conntrack.netlink.internal.codec.ErrorReply;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Sends single requests and waits for their answers, one at a time. Thread-safe.
 *
 * <p>An answer belongs to a request if its sequence number and port id do; what belongs to an
 * earlier request that was given up is skipped.
 */
final class RequestChannel implements OpenResource {

  /** Writes one request. */
  interface Request {
    void write(MessageBuilder message, int sequence);
  }

  private static final int REQUEST_BYTES = 4096;
  private static final int ANSWER_BYTES = 32768;

  private final ReentrantLock lock = new ReentrantLock();
  private final Transport transport;
  private final Duration timeout;
  private final NativeBuffer request = NativeBuffer.allocate(REQUEST_BYTES);
  private final NativeBuffer answer = NativeBuffer.allocate(ANSWER_BYTES);
  private final MessageBuilder builder = new MessageBuilder(request.buffer());
  private final MessageReader reader = new MessageReader();
  private final ErrorReply errors = new ErrorReply();
  private int sequence;

  RequestChannel(Transport transport, Duration timeout) {
    this.transport = transport;
    this.timeout = timeout;
  }

  /**
   * Sends a request that asks to be acknowledged.
   *
   * @throws ConntrackException as {@link KernelErrors#refusal} has it
   */
  void execute(Operation operation, Request write) {
    exchange(operation, write, MessageReader::sequence);
  }

  /**
   * Sends a request that is answered by one message of data, and returns what is read from it.
   *
   * @throws ConntrackException as {@link KernelErrors#refusal} has it
   */
  <T> T query(Operation operation, Request write, Function<MessageReader, T> read) {
    return exchange(operation, write, read);
  }

  private <T> T exchange(Operation operation, Request write, Function<MessageReader, T> read) {
    lock.lock();
    try {
      send(write);
      long deadline = System.nanoTime() + timeout.toNanos();
      do {
        receive(operation, deadline);
      } while (!findAnswer(operation));
      return read.apply(reader);
    } catch (DescriptorClosedException e) {
      throw KernelErrors.closed(operation);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(operation, e);
    } finally {
      lock.unlock();
    }
  }

  private void send(Request write) {
    sequence++;
    builder.clear();
    write.write(builder, sequence);
    transport.send(request, builder.length());
  }

  private void receive(Operation operation, long deadline) {
    int length = transport.receive(answer, deadline);
    if (length == NetlinkSocket.TIMED_OUT) {
      throw KernelErrors.timedOut(operation, timeout);
    }
    if (length > answer.capacity()) {
      throw KernelErrors.truncated(operation, length, answer.capacity());
    }
    reader.wrap(answer.buffer(), length);
  }

  private boolean findAnswer(Operation operation) {
    while (reader.next()) {
      if (reader.sequence() == sequence && reader.portId() == transport.portId()) {
        if (reader.type() == NLMSG_ERROR) {
          throwIfRefused(operation);
          return true;
        }
        if (reader.type() >= NLMSG_MIN_TYPE) {
          return true;
        }
      }
    }
    return false;
  }

  private void throwIfRefused(Operation operation) {
    int errno = errors.errno(reader);
    if (errno != 0) {
      throw KernelErrors.refusal(operation, errno, errors.explanation(reader));
    }
  }

  /**
   * Closes the socket; ends a request that waits for its answer, and does not wait for one that the
   * kernel works on.
   */
  @Override
  public void close() {
    transport.close();
  }
}
