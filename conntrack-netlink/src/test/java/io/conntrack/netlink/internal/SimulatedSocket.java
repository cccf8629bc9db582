package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.EventTransport;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import io.conntrack.netlink.internal.sys.SocketMemory;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Behaves like a netlink socket that is member of a group, as {@code af_netlink.c} has it: with a
 * receive buffer that overruns, and drops everything then until it was read empty. Events may
 * arrive between any two steps of the reader.
 */
final class SimulatedSocket implements EventTransport {

  private final Queue<Event> queue = new ArrayDeque<>();
  private final long wrapsAt; // where the drop counter begins
  private int size;
  private int queuedBytes;
  private long drops;
  private int error;
  private boolean congested;
  private boolean privileged = true;
  private int systemLimit = Integer.MAX_VALUE / 2;
  private Runnable arrivals = () -> {};

  private record Event(ByteBuffer datagram, int charge) {}

  /** Makes a socket whose drop counter begins somewhere, since it wraps. */
  SimulatedSocket(int size, long drops) {
    this.size = size;
    this.wrapsAt = drops;
    this.drops = drops;
  }

  /** Lets something happen before each step of the reader. */
  void arrivals(Runnable happens) {
    arrivals = happens;
  }

  /** Takes the capability away to exceed a limit. */
  void limit(int bytes) {
    privileged = false;
    systemLimit = bytes;
  }

  /** Sends an event, which is dropped if there is no room. */
  void send(ByteBuffer datagram, int charge) {
    if (!congested && (queuedBytes == 0 || queuedBytes + charge <= size)) {
      queue.add(new Event(datagram, charge));
      queuedBytes += charge;
      return;
    }
    if (!congested) {
      congested = true;
      error = Errno.ENOBUFS;
    }
    drops++;
  }

  /** Fails as the kernel does without memory. */
  void failForLackOfMemory() {
    error = Errno.ENOBUFS;
  }

  /** Lets the next receive fail. */
  void fail(int errno) {
    error = errno;
  }

  /** Returns how many events were dropped. */
  long dropped() {
    return drops - wrapsAt;
  }

  @Override
  public int receiveQueued(ReceiveBatch batch, int slots) {
    arrivals.run();
    int pending = takeErrorNow();
    if (pending != 0) {
      throw new SystemCallException("recvmmsg", pending);
    }
    int count = 0;
    while (count < slots && error == 0 && !queue.isEmpty()) {
      Event event = queue.remove();
      queuedBytes -= event.charge;
      SysBackdoor.fill(batch, count, event.datagram, event.datagram.capacity());
      count++;
      congested &= !queue.isEmpty();
      arrivals.run();
    }
    return count;
  }

  @Override
  public long memory() {
    arrivals.run();
    return SocketMemory.of(queuedBytes, (int) drops);
  }

  @Override
  public int takeError() {
    arrivals.run();
    return takeErrorNow();
  }

  private int takeErrorNow() {
    int pending = error;
    error = 0;
    return pending;
  }

  @Override
  public int resizeReceiveBuffer(int bytes, boolean force) {
    if (force && !privileged) {
      throw new SystemCallException("setsockopt(SO_RCVBUFFORCE)", Errno.EPERM);
    }
    size = 2 * (force ? bytes : Math.min(bytes, systemLimit));
    return size;
  }

  @Override
  public int receiveBuffer() {
    return size;
  }

  @Override
  public void close() {
    queue.clear();
  }
}
