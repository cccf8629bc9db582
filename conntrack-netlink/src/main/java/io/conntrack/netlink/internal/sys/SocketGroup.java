package io.conntrack.netlink.internal.sys;

import java.lang.ref.Cleaner;
import java.util.List;

/**
 * Waits on several sockets at once, and closes them together.
 *
 * <p>Thread-safe, with one exception: only one thread at a time may wait or look. Neither
 * allocates.
 */
public final class SocketGroup implements AutoCloseable {

  private final NetlinkSocket[] sockets;
  private final Readiness readiness;
  private final DescriptorLease lease;
  private final Cleaner.Cleanable leakGuard;

  private SocketGroup(List<NetlinkSocket> sockets) {
    this.sockets = sockets.toArray(NetlinkSocket[]::new);
    this.readiness = Readiness.of(sockets.stream().mapToInt(NetlinkSocket::descriptor).toArray());
    this.lease = new DescriptorLease("group of " + sockets, readiness.wakeDescriptor());
    this.leakGuard = LeakGuard.watch(this, lease);
  }

  /** Takes over open sockets. */
  public static SocketGroup of(List<NetlinkSocket> sockets) {
    return new SocketGroup(sockets);
  }

  /**
   * Waits until a socket has something to receive or {@link #wake()} is called.
   *
   * @param deadlineNanos as in {@link NetlinkSocket#receive}
   * @return false if the deadline has passed
   * @throws DescriptorClosedException if the group is closed meanwhile
   */
  public boolean await(long deadlineNanos) {
    int held = hold();
    try {
      boolean ready = readiness.await(deadlineNanos);
      lease.ensureOpen();
      if (ready) {
        readiness.forgetWake();
      }
      return ready;
    } finally {
      release(held);
    }
  }

  /** Looks which sockets have something to receive, without waiting, for {@link #isReady}. */
  public void look() {
    int held = hold();
    try {
      readiness.look();
    } finally {
      release(held);
    }
  }

  /** Returns whether the last wait or look found that a socket has something to receive. */
  public boolean isReady(int index) {
    return readiness.isReady(index);
  }

  private int hold() {
    lease.enter();
    int held = 0;
    try {
      while (held < sockets.length) {
        sockets[held].hold();
        held++;
      }
      return held;
    } catch (DescriptorClosedException e) {
      release(held);
      throw e;
    }
  }

  private void release(int held) {
    for (int index = 0; index < held; index++) {
      sockets[index].release();
    }
    lease.leave();
  }

  /** Ends a wait, or the next one if none is going on. */
  public void wake() {
    if (lease.tryEnter()) {
      readiness.wake();
      lease.leave();
    }
  }

  /** Closes the sockets and ends a wait. */
  @Override
  public void close() {
    if (lease.beginClose()) {
      readiness.wake();
      for (NetlinkSocket socket : sockets) {
        socket.close();
      }
      lease.leave();
    }
    leakGuard.clean();
  }
}
