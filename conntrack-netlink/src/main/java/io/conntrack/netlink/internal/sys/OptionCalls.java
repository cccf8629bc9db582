package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** setsockopt(2) family. Methods return 0, or -1 and leave {@link Errno#last()}. */
final class OptionCalls {
  static {
    Native.register(OptionCalls.class, NativeLibrary.getProcess());
  }

  private OptionCalls() {}

  /** {@code int setsockopt(int fd, int level, int option, const void *value, socklen_t length)}. */
  static native int setsockopt(int fd, int level, int option, long value, int length);

  /** {@code int getsockopt(int fd, int level, int option, void *value, socklen_t *length)}. */
  static native int getsockopt(int fd, int level, int option, long value, long length);
}
