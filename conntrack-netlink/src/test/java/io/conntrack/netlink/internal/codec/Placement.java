package io.conntrack.netlink.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Where a datagram may lie in memory. */
enum Placement {
  HEAP(false, 0),
  HEAP_UNALIGNED(false, 1),
  DIRECT(true, 0),
  DIRECT_UNALIGNED(true, 3);

  private static final int MARGIN = 64;

  private final boolean direct;
  private final int misalignment;

  Placement(boolean direct, int misalignment) {
    this.direct = direct;
    this.misalignment = misalignment;
  }

  /** Puts a datagram into memory that is full of guard bytes. */
  Placed place(byte[] datagram, ByteOrder order, int guard) {
    byte[] content = new byte[MARGIN + misalignment + datagram.length + MARGIN];
    Arrays.fill(content, (byte) guard);
    System.arraycopy(datagram, 0, content, MARGIN + misalignment, datagram.length);
    ByteBuffer memory =
        direct ? ByteBuffer.allocateDirect(content.length) : ByteBuffer.allocate(content.length);
    memory.put(0, content);
    return new Placed(memory, content, MARGIN + misalignment, datagram.length, order);
  }

  /** A datagram in memory, with guard bytes on both sides. */
  static final class Placed {

    private final ByteBuffer memory;
    private final byte[] content;
    private final int start;
    private final int length;
    private final ByteOrder order;

    private Placed(ByteBuffer memory, byte[] content, int start, int length, ByteOrder order) {
      this.memory = memory;
      this.content = content;
      this.start = start;
      this.length = length;
      this.order = order;
    }

    /** Returns a buffer of the datagram alone: any access outside of it fails. */
    ByteBuffer exactly() {
      return memory.slice(start, length).order(order);
    }

    /** Returns a buffer of the datagram with guard bytes behind it. */
    ByteBuffer withGuards() {
      return memory.slice(start, length + MARGIN).order(order);
    }

    int length() {
      return length;
    }

    /** Asserts that nothing was written, neither to the datagram nor around it. */
    void assertUnchanged() {
      byte[] now = new byte[content.length];
      memory.get(0, now);
      assertThat(now).isEqualTo(content);
    }
  }
}
