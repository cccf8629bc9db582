package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** poll(2) and eventfd(2). Methods return the C result; on -1 see {@link Errno#last()}. */
final class PollCalls {
  static {
    Native.register(PollCalls.class, NativeLibrary.getProcess());
  }

  private PollCalls() {}

  /** {@code int poll(struct pollfd *descriptors, nfds_t count, int timeoutMillis)}. */
  static native int poll(long descriptors, long count, int timeoutMillis);

  /** {@code int eventfd(unsigned initial, int flags)}. */
  static native int eventfd(int initial, int flags);

  /** {@code ssize_t read(int fd, void *buffer, size_t length)}. */
  static native long read(int fd, long buffer, long length);

  /** {@code ssize_t write(int fd, const void *buffer, size_t length)}. */
  static native long write(int fd, long buffer, long length);
}
