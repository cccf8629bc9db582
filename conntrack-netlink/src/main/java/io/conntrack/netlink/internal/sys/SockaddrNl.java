package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Socket.AF_NETLINK;

import java.nio.ByteBuffer;

/**
 * {@code struct sockaddr_nl} (uapi {@code linux/netlink.h}), host order.
 *
 * <pre>
 *  0               2               4               8               12
 * +---------------+---------------+---------------+---------------+
 * | u16 family    | u16 pad       | u32 port id   | u32 group mask|
 * +---------------+---------------+---------------+---------------+
 * </pre>
 */
final class SockaddrNl {
  static final int SIZE = 12;
  static final int ALIGNED_SIZE = 16;
  static final int KERNEL = 0; // the port id of the kernel

  private static final int NL_FAMILY = 0;
  private static final int NL_PID = 4;
  private static final int NL_GROUPS = 8;

  private SockaddrNl() {}

  /** Writes an address without groups. */
  static void put(ByteBuffer buffer, int offset, int portId) {
    buffer.putShort(offset + NL_FAMILY, (short) AF_NETLINK);
    buffer.putShort(offset + NL_FAMILY + Short.BYTES, (short) 0);
    buffer.putInt(offset + NL_PID, portId);
    buffer.putInt(offset + NL_GROUPS, 0);
  }

  static int portId(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset + NL_PID);
  }
}
