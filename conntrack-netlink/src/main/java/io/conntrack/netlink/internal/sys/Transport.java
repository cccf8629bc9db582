package io.conntrack.netlink.internal.sys;

/**
 * What the layer above needs of a socket. {@link NetlinkSocket} is the real one; tests play the
 * kernel with another.
 *
 * <p>Thread-safe as {@link NetlinkSocket} is: any thread may send and close, one at a time
 * receives.
 */
public interface Transport extends AutoCloseable {

  /** Returns the port id that answers must carry. */
  int portId();

  /** Sends one datagram of requests. */
  void send(NativeBuffer datagram, int length);

  /** Receives one datagram; see {@link NetlinkSocket#receive}. */
  int receive(NativeBuffer buffer, long deadlineNanos);

  /** Receives several datagrams; see {@link NetlinkSocket#receiveBatch}. */
  int receiveBatch(ReceiveBatch batch, long deadlineNanos);

  /** Closes the socket and ends a receive that waits. */
  @Override
  void close();
}
