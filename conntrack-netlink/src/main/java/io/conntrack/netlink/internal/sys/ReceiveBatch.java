package io.conntrack.netlink.internal.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Room for several datagrams that one system call receives.
 *
 * <p>One block of memory holds an array of {@code struct mmsghdr}, and for each of them its {@code
 * struct iovec} and its slot. Reading a slot allocates nothing. Not thread-safe; confine to one
 * thread.
 */
public final class ReceiveBatch {
  // struct mmsghdr on LP64: struct msghdr, unsigned msg_len
  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int MSG_LEN = 56;
  private static final int MMSGHDR_SIZE = 64;

  // struct iovec on LP64
  private static final int IOV_BASE = 0;
  private static final int IOV_LEN = 8;
  private static final int IOVEC_SIZE = 16;

  private static final int ALIGNMENT = 8;

  private final NativeBuffer memory;
  private final ByteBuffer headers; // all of the memory, indexed from 0
  private final ByteBuffer[] slots;
  private final int slotBytes;

  private ReceiveBatch(int slots, int slotBytes) {
    this.memory =
        NativeBuffer.allocate(Math.multiplyExact(slots, MMSGHDR_SIZE + IOVEC_SIZE + slotBytes));
    this.headers = memory.buffer();
    this.slots = new ByteBuffer[slots];
    this.slotBytes = slotBytes;
    for (int slot = 0; slot < slots; slot++) {
      prepare(slot);
    }
  }

  /**
   * Allocates a batch.
   *
   * @param slots number of datagrams, at least 1
   * @param slotBytes room for each, rounded up to a multiple of 8; what is longer is truncated
   */
  public static ReceiveBatch allocate(int slots, int slotBytes) {
    if (slots < 1 || slotBytes < 1) {
      throw new IllegalArgumentException(slots + " slots of " + slotBytes + " bytes: less than 1");
    }
    return new ReceiveBatch(slots, Math.addExact(slotBytes, ALIGNMENT - 1) & -ALIGNMENT);
  }

  private void prepare(int slot) {
    int iovec = slots.length * MMSGHDR_SIZE + slot * IOVEC_SIZE;
    int data = slots.length * (MMSGHDR_SIZE + IOVEC_SIZE) + slot * slotBytes;
    int header = header(slot);
    headers.putLong(header + MSG_IOV, memory.address() + iovec);
    headers.putLong(header + MSG_IOVLEN, 1);
    headers.putLong(iovec + IOV_BASE, memory.address() + data);
    headers.putLong(iovec + IOV_LEN, slotBytes);
    slots[slot] = headers.slice(data, slotBytes).order(ByteOrder.nativeOrder());
  }

  /** Returns the number of slots. */
  public int slots() {
    return slots.length;
  }

  /** Returns the length of a datagram as it was sent, so it may exceed the slot. */
  public int length(int slot) {
    Objects.checkIndex(slot, slots.length);
    return headers.getInt(header(slot) + MSG_LEN);
  }

  /** Returns whether the end of a datagram is lost because its slot was too small. */
  public boolean isTruncated(int slot) {
    return length(slot) > slotBytes;
  }

  /**
   * Returns the received bytes of a datagram, from 0 to the limit, in host byte order. Always the
   * same view of this slot, valid until the next receive.
   */
  public ByteBuffer slot(int slot) {
    return slots[slot].limit(Math.min(length(slot), slotBytes)).position(0);
  }

  /** Returns the address of the {@code struct mmsghdr} array. */
  long address() {
    return memory.address();
  }

  private static int header(int slot) {
    return slot * MMSGHDR_SIZE;
  }
}
