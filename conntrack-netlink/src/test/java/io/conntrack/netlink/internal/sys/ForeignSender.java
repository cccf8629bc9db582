package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_NETFILTER;
import static io.conntrack.netlink.internal.uapi.Socket.AF_NETLINK;
import static io.conntrack.netlink.internal.uapi.Socket.SOCK_CLOEXEC;
import static io.conntrack.netlink.internal.uapi.Socket.SOCK_RAW;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.lang.ref.Reference;

/** Sends what the kernel did not send. */
public final class ForeignSender {
  static {
    Native.register(ForeignSender.class, NativeLibrary.getProcess());
  }

  private ForeignSender() {}

  /** Lets a socket receive what the kernel did not send. */
  public static void admitTo(NetlinkSocket socket) {
    NativeBuffer unspecified = NativeBuffer.allocate(SockaddrNl.SIZE); // AF_UNSPEC is 0
    try {
      long address = unspecified.address();
      int result = SocketCalls.connect(socket.descriptor(), address, SockaddrNl.SIZE);
      SystemCallException.check("connect", result);
    } finally {
      Reference.reachabilityFence(unspecified);
    }
  }

  /** Sends a datagram to the port of another socket of this namespace. */
  public static void send(NativeBuffer datagram, int portId) {
    NativeBuffer address = NativeBuffer.allocate(SockaddrNl.SIZE);
    SockaddrNl.put(address.buffer(), 0, portId);
    int descriptor = SocketCalls.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    try {
      long start = datagram.address();
      long to = address.address();
      long sent = sendto(descriptor, start, datagram.capacity(), 0, to, SockaddrNl.SIZE);
      SystemCallException.check("sendto", (int) sent);
    } finally {
      DescriptorLease.closeNow(descriptor);
      Reference.reachabilityFence(address);
      Reference.reachabilityFence(datagram);
    }
  }

  /** {@code ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t)}. */
  private static native long sendto(
      int fd, long buffer, long length, int flags, long address, int addressLength);
}
