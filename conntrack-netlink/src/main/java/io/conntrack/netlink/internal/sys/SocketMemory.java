package io.conntrack.netlink.internal.sys;

/** What {@code SO_MEMINFO} says of a socket, in a long so that asking allocates nothing. */
public final class SocketMemory {

  private SocketMemory() {}

  /** Returns both numbers in one. */
  public static long of(int queuedBytes, int drops) {
    return (long) drops << Integer.SIZE | Integer.toUnsignedLong(queuedBytes);
  }

  /** Returns how many bytes of the receive buffer are taken, as the kernel charges them. */
  public static int queuedBytes(long memory) {
    return (int) memory;
  }

  /**
   * Returns how many datagrams the kernel has dropped because the receive buffer was full: an
   * unsigned 32-bit number that wraps.
   */
  public static int drops(long memory) {
    return (int) (memory >>> Integer.SIZE);
  }
}
