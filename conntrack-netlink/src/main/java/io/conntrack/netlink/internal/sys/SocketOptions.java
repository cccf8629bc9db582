package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_ADD_MEMBERSHIP;
import static io.conntrack.netlink.internal.uapi.Socket.SK_MEMINFO_DROPS;
import static io.conntrack.netlink.internal.uapi.Socket.SK_MEMINFO_RMEM_ALLOC;
import static io.conntrack.netlink.internal.uapi.Socket.SOL_NETLINK;
import static io.conntrack.netlink.internal.uapi.Socket.SOL_SOCKET;
import static io.conntrack.netlink.internal.uapi.Socket.SO_ATTACH_FILTER;
import static io.conntrack.netlink.internal.uapi.Socket.SO_ERROR;
import static io.conntrack.netlink.internal.uapi.Socket.SO_MEMINFO;
import static io.conntrack.netlink.internal.uapi.Socket.SO_RCVBUF;
import static io.conntrack.netlink.internal.uapi.Socket.SO_RCVBUFFORCE;
import static io.conntrack.netlink.internal.uapi.Socket.SO_SNDBUF;
import static io.conntrack.netlink.internal.uapi.Socket.SO_SNDBUFFORCE;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Options of one socket. Thread-safe. */
final class SocketOptions {
  private static final int VALUE = 0;
  private static final int LENGTH = 56; // socklen_t, behind the longest value
  private static final int SIZE = 64;

  // struct sock_fprog: u16 instructions, pointer to struct sock_filter
  private static final int FPROG_LEN = 0;
  private static final int FPROG_FILTER = 8;
  private static final int FPROG_SIZE = 16;
  private static final int INSTRUCTION_SIZE = 8;

  private final int descriptor;
  private final DescriptorLease lease;
  private final NativeBuffer memory = NativeBuffer.allocate(SIZE); // guarded by this

  SocketOptions(int descriptor, DescriptorLease lease) {
    this.descriptor = descriptor;
    this.lease = lease;
  }

  synchronized void setNetlink(int option, int value) {
    setInt("SOL_NETLINK " + option, SOL_NETLINK, option, value);
  }

  synchronized void joinGroup(int group) {
    setInt("NETLINK_ADD_MEMBERSHIP", SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  }

  synchronized int resizeReceiveBuffer(int bytes, boolean force) {
    if (force) {
      setInt("SO_RCVBUFFORCE", SOL_SOCKET, SO_RCVBUFFORCE, bytes);
    } else {
      setInt("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, bytes);
    }
    return receiveBuffer();
  }

  synchronized int receiveBuffer() {
    get("SO_RCVBUF", SO_RCVBUF, Integer.BYTES);
    return memory.buffer().getInt(VALUE);
  }

  synchronized int resizeSendBuffer(int bytes, boolean force) {
    if (force) {
      setInt("SO_SNDBUFFORCE", SOL_SOCKET, SO_SNDBUFFORCE, bytes);
    } else {
      setInt("SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, bytes);
    }
    return sendBuffer();
  }

  synchronized int sendBuffer() {
    get("SO_SNDBUF", SO_SNDBUF, Integer.BYTES);
    return memory.buffer().getInt(VALUE);
  }

  synchronized long memory() {
    get("SO_MEMINFO", SO_MEMINFO, (SK_MEMINFO_DROPS + 1) * Integer.BYTES);
    int queuedBytes = memory.buffer().getInt(VALUE + SK_MEMINFO_RMEM_ALLOC * Integer.BYTES);
    int drops = memory.buffer().getInt(VALUE + SK_MEMINFO_DROPS * Integer.BYTES);
    return SocketMemory.of(queuedBytes, drops);
  }

  synchronized int takeError() {
    get("SO_ERROR", SO_ERROR, Integer.BYTES);
    return memory.buffer().getInt(VALUE);
  }

  synchronized void attachFilter(NativeBuffer program, int lengthBytes) {
    ByteBuffer fprog = memory.buffer();
    fprog.putShort(FPROG_LEN, (short) (lengthBytes / INSTRUCTION_SIZE));
    fprog.putLong(FPROG_FILTER, program.address());
    try {
      set("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, FPROG_SIZE);
    } finally {
      Reference.reachabilityFence(program);
    }
  }

  private void setInt(String name, int level, int option, int value) {
    memory.buffer().putInt(VALUE, value);
    set(name, level, option, Integer.BYTES);
  }

  private void set(String name, int level, int option, int length) {
    lease.enter();
    try {
      int result = OptionCalls.setsockopt(descriptor, level, option, memory.address(), length);
      if (result < 0) {
        throw SystemCallException.last("setsockopt(" + name + ")");
      }
    } finally {
      lease.leave();
    }
  }

  private void get(String name, int option, int length) {
    memory.buffer().putInt(LENGTH, length);
    long start = memory.address();
    lease.enter();
    try {
      int result = OptionCalls.getsockopt(descriptor, SOL_SOCKET, option, start, start + LENGTH);
      if (result < 0) {
        throw SystemCallException.last("getsockopt(" + name + ")");
      }
    } finally {
      lease.leave();
    }
  }
}
