package io.conntrack.netlink.internal.sys;

/**
 * What the layer above needs of a socket that listens to events. {@link NetlinkSocket} is the real
 * one; tests play the kernel with another.
 *
 * <p>Thread-safe as {@link NetlinkSocket} is: one thread at a time receives, any may do the rest.
 */
public interface EventTransport extends AutoCloseable {

  /** As a result: nothing is queued. */
  int QUEUE_EMPTY = 0;

  /**
   * Receives datagrams that are queued, without waiting.
   *
   * @param slots how many at most, from slot 0
   * @return how many, or {@link #QUEUE_EMPTY}
   * @throws SystemCallException ENOBUFS once after datagrams were dropped; what was queued before
   *     is still there, and nothing else until that is read
   * @throws DescriptorClosedException if the socket is closed
   */
  int receiveQueued(ReceiveBatch batch, int slots);

  /** Returns the state of the receive buffer, see {@link SocketMemory}. */
  long memory();

  /** Returns the error that the next receive would report, and clears it; 0 if there is none. */
  int takeError();

  /** Changes the size of the receive buffer; see {@link NetlinkSocket#resizeReceiveBuffer}. */
  int resizeReceiveBuffer(int bytes, boolean force);

  /** Returns the size of the receive buffer, in bytes as the kernel charges them. */
  int receiveBuffer();

  /** Closes the socket. */
  @Override
  void close();
}
