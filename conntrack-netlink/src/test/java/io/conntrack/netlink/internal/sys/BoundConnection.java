package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Socket.MSG_DONTWAIT;
import static io.conntrack.netlink.internal.uapi.Socket.SOCK_CLOEXEC;
import static io.conntrack.netlink.internal.uapi.Socket.SOL_SOCKET;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A TCP connection over IPv4 of which the client's end is bound to an interface. */
public final class BoundConnection implements AutoCloseable {
  static {
    Native.register(BoundConnection.class, NativeLibrary.getProcess());
  }

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SO_BINDTODEVICE = 25;
  private static final int LOOPBACK = 0x7f000001;
  private static final int SOCKADDR_IN_BYTES = 16;

  private final int descriptor;

  private BoundConnection(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Connects to a port of 127.0.0.1 over the loopback interface and no other. */
  public static BoundConnection open(int port) {
    int descriptor =
        SystemCallException.check(
            "socket", SocketCalls.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    NativeBuffer device = NativeBuffer.allocate(2);
    device.buffer().put(0, "lo".getBytes(StandardCharsets.US_ASCII));
    NativeBuffer address = NativeBuffer.allocate(SOCKADDR_IN_BYTES);
    ByteBuffer bytes = address.buffer();
    bytes.putShort((short) AF_INET).order(ByteOrder.BIG_ENDIAN);
    bytes.putShort((short) port).putInt(LOOPBACK);
    try {
      SystemCallException.check(
          "setsockopt",
          OptionCalls.setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, device.address(), 2));
      SystemCallException.check(
          "connect", connect(descriptor, address.address(), SOCKADDR_IN_BYTES));
    } finally {
      Reference.reachabilityFence(device);
      Reference.reachabilityFence(address);
    }
    return new BoundConnection(descriptor);
  }

  /** Returns the error number that reading fails with, 0 if it does not. */
  public int errorOfRead() {
    NativeBuffer buffer = NativeBuffer.allocate(8);
    try {
      long read = SocketCalls.recv(descriptor, buffer.address(), 8, MSG_DONTWAIT);
      return read < 0 ? Errno.last() : 0;
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  @Override
  public void close() {
    DescriptorLease.closeNow(descriptor);
  }

  /** {@code int connect(int fd, const struct sockaddr *address, socklen_t length)}. */
  private static native int connect(int fd, long address, int length);
}
