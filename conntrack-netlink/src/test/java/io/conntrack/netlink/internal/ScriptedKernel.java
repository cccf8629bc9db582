package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.sys.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Plays the kernel at the other end of a socket: each datagram that is sent meets the next reaction
 * of the script, which may deliver answers. Where none is left to receive, time is up at once.
 */
final class ScriptedKernel implements Transport {

  /** A port as the kernel chooses it: negative as an int. */
  static final int PORT = 0x80001267;

  private final KernelAnswers answers = new KernelAnswers(PORT);
  private final Queue<Consumer<List<WireMessage>>> script = new ArrayDeque<>();
  private final Queue<Arrival> queue = new ArrayDeque<>();
  private final List<WireMessage> requests = new ArrayList<>();
  private boolean closed;

  /** What a receive meets: a datagram, of which the end may be lost, or an error. */
  private record Arrival(ByteBuffer datagram, int length, int errno) {}

  /** Returns what opens these one after the other. */
  static ScriptedSockets inTurn(ScriptedKernel... kernels) {
    return new ScriptedSockets(List.of(kernels));
  }

  /** Returns what writes answers to this socket. */
  KernelAnswers answers() {
    return answers;
  }

  /** Adds a reaction to a datagram of one request. */
  ScriptedKernel on(Consumer<WireMessage> reaction) {
    return onBatch(batch -> reaction.accept(batch.get(0)));
  }

  /** Adds a reaction to a datagram of requests. */
  ScriptedKernel onBatch(Consumer<List<WireMessage>> reaction) {
    script.add(reaction);
    return this;
  }

  /** Adds a reaction that answers one request by one message. */
  ScriptedKernel reply(Function<WireMessage, ByteBuffer> answer) {
    return on(request -> deliver(answer.apply(request)));
  }

  /** Adds a reaction that refuses one request. */
  ScriptedKernel refuse(int errno) {
    return reply(request -> answers.refusal(request.sequence(), errno));
  }

  /** Adds a reaction that acknowledges one request. */
  ScriptedKernel acknowledge() {
    return refuse(0);
  }

  /** Adds a reaction that answers nothing. */
  ScriptedKernel ignore() {
    return onBatch(batch -> {});
  }

  /** Puts datagrams into the receive queue. */
  void deliver(ByteBuffer... datagrams) {
    for (ByteBuffer datagram : datagrams) {
      queue.add(new Arrival(datagram, datagram.capacity(), 0));
    }
  }

  /** Puts a datagram into the receive queue that was longer when it was sent. */
  void deliverCut(ByteBuffer datagram, int length) {
    queue.add(new Arrival(datagram, length, 0));
  }

  /** Lets a receive fail. */
  void fail(int errno) {
    queue.add(new Arrival(ByteBuffer.allocate(0), 0, errno));
  }

  /** Returns all requests that were sent. */
  List<WireMessage> requests() {
    return requests;
  }

  boolean isClosed() {
    return closed;
  }

  /** Tells whether the whole script was played. */
  boolean isDone() {
    return script.isEmpty();
  }

  @Override
  public int portId() {
    return PORT;
  }

  @Override
  public void send(NativeBuffer datagram, int length) {
    ensureOpen();
    List<WireMessage> batch = new ArrayList<>();
    MessageReader reader = new MessageReader().wrap(datagram.buffer(), length);
    while (reader.next()) {
      batch.add(WireMessage.of(reader.bytes(), reader.start()));
    }
    requests.addAll(batch);
    script.remove().accept(batch);
  }

  @Override
  public int receive(NativeBuffer buffer, long deadlineNanos) {
    ensureOpen();
    if (queue.isEmpty()) {
      return NetlinkSocket.TIMED_OUT;
    }
    Arrival arrival = take("recv");
    int room = Math.min(arrival.datagram().capacity(), buffer.capacity());
    buffer.buffer().put(0, arrival.datagram(), 0, room);
    return arrival.length();
  }

  @Override
  public int receiveBatch(ReceiveBatch batch, long deadlineNanos) {
    ensureOpen();
    int slot = 0;
    while (slot < batch.slots() && !queue.isEmpty() && (slot == 0 || queue.peek().errno() == 0)) {
      Arrival arrival = take("recvmmsg");
      SysBackdoor.fill(batch, slot, arrival.datagram(), arrival.length());
      slot++;
    }
    return slot == 0 ? NetlinkSocket.TIMED_OUT : slot;
  }

  private Arrival take(String call) {
    Arrival arrival = queue.remove();
    if (arrival.errno() != 0) {
      throw new SystemCallException(call, arrival.errno());
    }
    return arrival;
  }

  private void ensureOpen() {
    if (closed) {
      throw SysBackdoor.closed("socket");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
