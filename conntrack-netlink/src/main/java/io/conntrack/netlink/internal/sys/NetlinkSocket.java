package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.sys.SystemCallException.check;
import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_NETFILTER;
import static io.conntrack.netlink.internal.uapi.Socket.AF_NETLINK;
import static io.conntrack.netlink.internal.uapi.Socket.MSG_DONTWAIT;
import static io.conntrack.netlink.internal.uapi.Socket.MSG_TRUNC;
import static io.conntrack.netlink.internal.uapi.Socket.SOCK_CLOEXEC;
import static io.conntrack.netlink.internal.uapi.Socket.SOCK_RAW;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Talks to a part of the kernel, in the network namespace it was opened in.
 *
 * <p>Thread-safe, with one exception: only one thread at a time may receive. Sending and receiving
 * allocate nothing. Neither reacts to {@link Thread#interrupt()}; {@link #close()} from another
 * thread ends a receive that waits.
 */
public final class NetlinkSocket implements Transport, EventTransport {
  /** As a deadline: wait for ever. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /** As a result: the deadline passed before anything arrived. */
  public static final int TIMED_OUT = -1;

  private static final int NOTHING = TIMED_OUT;
  private static final int RECEIVE_FLAGS = MSG_DONTWAIT | MSG_TRUNC;

  private final int descriptor;
  private final int portId;
  private final Readiness readiness;
  private final DescriptorLease lease;
  private final SocketOptions options;
  private final Cleaner.Cleanable leakGuard;

  private NetlinkSocket(int descriptor) {
    this.descriptor = descriptor;
    this.portId = bind();
    this.readiness = Readiness.of(descriptor);
    String name = "netlink socket with port " + Integer.toUnsignedString(portId);
    this.lease = new DescriptorLease(name, descriptor, readiness.wakeDescriptor());
    this.options = new SocketOptions(descriptor, lease);
    this.leakGuard = LeakGuard.watch(this, lease);
  }

  /** Opens a socket to the netfilter subsystems; as {@link #open(int)}. */
  public static NetlinkSocket open() {
    return open(NETLINK_NETFILTER);
  }

  /**
   * Opens a socket in the network namespace of the calling thread, with a port of its own.
   *
   * @param protocol {@code NETLINK_*}, the part of the kernel at the other end
   */
  public static NetlinkSocket open(int protocol) {
    int descriptor = SocketCalls.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    check("socket", descriptor);
    try {
      return new NetlinkSocket(descriptor);
    } catch (SystemCallException e) {
      DescriptorLease.closeNow(descriptor);
      throw e;
    }
  }

  /**
   * Lets the kernel choose a port, and returns it; and connects to the kernel, which then refuses
   * what other programs send to this port (ECONNREFUSED).
   */
  private int bind() {
    NativeBuffer memory = NativeBuffer.allocate(SockaddrNl.ALIGNED_SIZE + Integer.BYTES);
    long address = memory.address();
    long length = address + SockaddrNl.ALIGNED_SIZE;
    SockaddrNl.put(memory.buffer(), 0, SockaddrNl.KERNEL);
    memory.buffer().putInt(SockaddrNl.ALIGNED_SIZE, SockaddrNl.SIZE);
    try {
      check("bind", SocketCalls.bind(descriptor, address, SockaddrNl.SIZE));
      check("connect", SocketCalls.connect(descriptor, address, SockaddrNl.SIZE));
      check("getsockname", SocketCalls.getsockname(descriptor, address, length));
      return SockaddrNl.portId(memory.buffer(), 0);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  /**
   * Returns the port id, an unsigned 32-bit number: {@code nlmsg_pid} of replies to this socket.
   */
  @Override
  public int portId() {
    return portId;
  }

  /** Sets an option of level {@code SOL_NETLINK} that takes a number, such as a switch. */
  public void setOption(int option, int value) {
    options.setNetlink(option, value);
  }

  /** Joins a multicast group, {@code NFNLGRP_*}. Fails with EPERM without CAP_NET_ADMIN. */
  public void joinGroup(int group) {
    options.joinGroup(group);
  }

  /**
   * Changes the size of the receive buffer.
   *
   * @param bytes wanted size; the kernel doubles it
   * @param force whether to exceed {@code net.core.rmem_max}, which fails with EPERM unless the
   *     process has CAP_NET_ADMIN in the initial user namespace
   * @return the size in effect, in bytes as the kernel charges them
   */
  @Override
  public int resizeReceiveBuffer(int bytes, boolean force) {
    return options.resizeReceiveBuffer(bytes, force);
  }

  @Override
  public int receiveBuffer() {
    return options.receiveBuffer();
  }

  /**
   * Changes the size of the send buffer, which limits one send to its size less 32 bytes. Like
   * {@link #resizeReceiveBuffer}, with {@code net.core.wmem_max}.
   */
  public int resizeSendBuffer(int bytes, boolean force) {
    return options.resizeSendBuffer(bytes, force);
  }

  /** Returns the size of the send buffer, in bytes as the kernel charges them. */
  public int sendBuffer() {
    return options.sendBuffer();
  }

  /** Returns the state of the receive buffer ({@code SO_MEMINFO}, since Linux 4.12). */
  @Override
  public long memory() {
    return options.memory();
  }

  @Override
  public int takeError() {
    return options.takeError();
  }

  /**
   * Lets the kernel drop datagrams that a classic BPF program refuses. Replaces an earlier program.
   *
   * @param program array of {@code struct sock_filter}, 8 bytes each
   * @param lengthBytes its length; the kernel copies that much
   */
  public void attachFilter(NativeBuffer program, int lengthBytes) {
    Objects.checkFromIndexSize(0, lengthBytes, program.capacity());
    options.attachFilter(program, lengthBytes);
  }

  /**
   * Sends one datagram of requests, which the kernel executes before this returns. That can take as
   * long as somebody else's flush, and {@link #close()} does not end it.
   *
   * @throws SystemCallException EMSGSIZE if the send buffer is too small
   */
  @Override
  public void send(NativeBuffer datagram, int length) {
    Objects.checkFromIndexSize(0, length, datagram.capacity());
    lease.enter();
    try {
      while (SocketCalls.send(descriptor, datagram.address(), length, 0) < 0) {
        SystemCallException.throwUnlessInterrupted("send");
      }
    } finally {
      leave(datagram);
    }
  }

  /**
   * Receives one datagram of the kernel, and waits for it if there is none.
   *
   * @param deadlineNanos on the scale of {@link System#nanoTime()}, or {@link #NO_DEADLINE}; one
   *     that has passed takes what is there
   * @return the length as it was sent: if it exceeds the buffer, the rest is lost; or {@link
   *     #TIMED_OUT}
   * @throws SystemCallException ENOBUFS once after datagrams were dropped; those queued before are
   *     still there
   * @throws DescriptorClosedException if the socket is closed meanwhile
   */
  @Override
  public int receive(NativeBuffer buffer, long deadlineNanos) {
    lease.enter();
    try {
      int length = receiveNow(buffer);
      while (length == NOTHING && await(deadlineNanos)) {
        length = receiveNow(buffer);
      }
      return length;
    } finally {
      leave(buffer);
    }
  }

  /**
   * Receives the datagrams that are queued, up to the size of the batch, and waits for the first if
   * there is none.
   *
   * @param deadlineNanos as in {@link #receive}
   * @return how many slots are filled, from slot 0; or {@link #TIMED_OUT}
   * @throws SystemCallException as in {@link #receive}
   * @throws DescriptorClosedException as in {@link #receive}
   */
  @Override
  public int receiveBatch(ReceiveBatch batch, long deadlineNanos) {
    lease.enter();
    try {
      int count = receiveNow(batch, batch.slots());
      while (count == NOTHING && await(deadlineNanos)) {
        count = receiveNow(batch, batch.slots());
      }
      return count;
    } finally {
      leave(batch);
    }
  }

  @Override
  public int receiveQueued(ReceiveBatch batch, int slots) {
    Objects.checkFromIndexSize(0, slots, batch.slots());
    lease.enter();
    try {
      return Math.max(receiveNow(batch, slots), EventTransport.QUEUE_EMPTY);
    } finally {
      leave(batch);
    }
  }

  private boolean await(long deadlineNanos) {
    boolean ready = readiness.await(deadlineNanos);
    lease.ensureOpen();
    return ready;
  }

  private int receiveNow(NativeBuffer buffer) {
    while (true) {
      long length =
          SocketCalls.recv(descriptor, buffer.address(), buffer.capacity(), RECEIVE_FLAGS);
      if (length >= 0) {
        return (int) length;
      }
      if (queueIsEmpty("recv")) {
        return NOTHING;
      }
    }
  }

  private int receiveNow(ReceiveBatch batch, int slots) {
    while (true) {
      int count = SocketCalls.recvmmsg(descriptor, batch.address(), slots, RECEIVE_FLAGS, 0);
      if (count >= 0) {
        return count;
      }
      if (queueIsEmpty("recvmmsg")) {
        return NOTHING;
      }
    }
  }

  /** Tells an empty queue from an interrupted call, and throws on anything else. */
  private static boolean queueIsEmpty(String call) {
    int errno = Errno.last();
    if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
      throw new SystemCallException(call, errno);
    }
    return errno == Errno.EAGAIN;
  }

  /** Keeps alive what the call that just ended saw as an address only. */
  private void leave(Object memory) {
    try {
      lease.leave();
    } finally {
      Reference.reachabilityFence(memory);
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Closes the socket. Ends a receive that waits in another thread, and does not wait for it, nor
   * for a send: the descriptor lives on until both have returned.
   */
  @Override
  public void close() {
    if (lease.beginClose()) {
      readiness.wake();
      lease.leave();
    }
    leakGuard.clean();
  }

  int descriptor() {
    return descriptor;
  }

  /** Keeps the descriptor open until {@link #release}. */
  void hold() {
    lease.enter();
  }

  void release() {
    lease.leave();
  }

  @Override
  public String toString() {
    return lease.toString();
  }
}
