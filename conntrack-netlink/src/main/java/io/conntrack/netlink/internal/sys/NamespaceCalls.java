package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** setns(2) family. Methods return the C result; on -1 see {@link Errno#last()}. */
final class NamespaceCalls {
  static {
    Native.register(NamespaceCalls.class, NativeLibrary.getProcess());
  }

  private NamespaceCalls() {}

  /** {@code int open(const char *path, int flags)}. */
  static native int open(long path, int flags);

  /** {@code int ioctl(int fd, unsigned long request)}, for requests without an argument. */
  static native int ioctl(int fd, long request);

  /** {@code int setns(int fd, int type)}. */
  static native int setns(int fd, int type);

  /** {@code int unshare(int flags)}. */
  static native int unshare(int flags);
}
