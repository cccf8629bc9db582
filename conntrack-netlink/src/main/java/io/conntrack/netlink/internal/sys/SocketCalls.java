package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * socket(2) family. Methods return the C result; on -1 call {@link Errno#last()} before anything
 * else. Types are those of LP64: {@link NativePlatform}.
 */
final class SocketCalls {
  static {
    Native.register(SocketCalls.class, NativeLibrary.getProcess());
  }

  private SocketCalls() {}

  /** {@code int socket(int domain, int type, int protocol)}. */
  static native int socket(int domain, int type, int protocol);

  /** {@code int bind(int fd, const struct sockaddr *address, socklen_t length)}. */
  static native int bind(int fd, long address, int length);

  /** {@code int connect(int fd, const struct sockaddr *address, socklen_t length)}. */
  static native int connect(int fd, long address, int length);

  /** {@code int getsockname(int fd, struct sockaddr *address, socklen_t *length)}. */
  static native int getsockname(int fd, long address, long length);

  /** {@code ssize_t send(int fd, const void *buffer, size_t length, int flags)}. */
  static native long send(int fd, long buffer, long length, int flags);

  /** {@code ssize_t recv(int fd, void *buffer, size_t length, int flags)}. */
  static native long recv(int fd, long buffer, long length, int flags);

  /**
   * {@code int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags, struct
   * timespec *timeout)}.
   */
  static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);
}
