package io.conntrack.netlink.internal.sys;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that system calls read and fill in place.
 *
 * <p>Freed when it is no longer reachable. Not thread-safe; confine to one thread.
 */
public final class NativeBuffer {
  private final ByteBuffer buffer;
  private final long address;

  private NativeBuffer(ByteBuffer buffer) {
    this.buffer = buffer;
    this.address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  /** Allocates zeroed memory. */
  public static NativeBuffer allocate(int capacityBytes) {
    return new NativeBuffer(
        ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.nativeOrder()));
  }

  /**
   * Returns the memory: always the same view, in host byte order. System calls use all of it,
   * whatever its position and limit.
   */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Returns the size in bytes. */
  public int capacity() {
    return buffer.capacity();
  }

  /**
   * Returns the address for a system call. After the call the caller needs a {@link
   * java.lang.ref.Reference#reachabilityFence}, since an address keeps nothing alive.
   */
  long address() {
    return address;
  }
}
