package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** close(2). */
final class DescriptorCalls {
  static {
    Native.register(DescriptorCalls.class, NativeLibrary.getProcess());
  }

  private DescriptorCalls() {}

  /** {@code int close(int fd)}. */
  static native int close(int fd);
}
