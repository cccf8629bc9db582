package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.DescriptorClosedException;
import io.conntrack.netlink.internal.sys.ReceiveBatch;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/** Does in place of the kernel what the system call layer lets nobody else do. */
final class SysBackdoor {

  private static final int MMSGHDR_SIZE = 64;
  private static final int MSG_LEN = 56;

  private SysBackdoor() {}

  /** Returns what a closed socket throws. */
  static DescriptorClosedException closed(String owner) {
    try {
      Constructor<DescriptorClosedException> constructor =
          DescriptorClosedException.class.getDeclaredConstructor(String.class);
      constructor.setAccessible(true);
      return constructor.newInstance(owner);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Fills a slot as recvmmsg does: what does not fit is cut, and the whole length told. */
  static void fill(ReceiveBatch batch, int slot, ByteBuffer datagram, int length) {
    ByteBuffer room = ((ByteBuffer[]) field(batch, "slots"))[slot];
    room.clear().put(0, datagram, 0, Math.min(datagram.capacity(), room.capacity()));
    ByteBuffer headers = (ByteBuffer) field(batch, "headers");
    headers.putInt(slot * MMSGHDR_SIZE + MSG_LEN, length);
  }

  private static Object field(ReceiveBatch batch, String name) {
    try {
      Field field = ReceiveBatch.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(batch);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
