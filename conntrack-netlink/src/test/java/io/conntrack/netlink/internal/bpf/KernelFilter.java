package io.conntrack.netlink.internal.bpf;

import io.conntrack.netlink.internal.sys.ForeignSender;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.ReceiveBatch;

/** Lets the kernel judge datagrams: sends them to a socket that has the program. */
final class KernelFilter implements AutoCloseable {

  private static final int MAX_BYTES = 1 << 12;

  private final NetlinkSocket socket = NetlinkSocket.open();
  private final ReceiveBatch batch = ReceiveBatch.allocate(2, MAX_BYTES);

  KernelFilter() {
    ForeignSender.admitTo(socket);
  }

  /** Attaches a program in place of the one before. */
  static void attach(NetlinkSocket socket, Program program) {
    NativeBuffer memory = NativeBuffer.allocate(program.lengthBytes());
    program.writeTo(memory.buffer());
    socket.attachFilter(memory, program.lengthBytes());
  }

  void attach(Program program) {
    attach(socket, program);
  }

  /** Says whether the kernel keeps a datagram. */
  boolean keeps(byte[] datagram) {
    NativeBuffer memory = NativeBuffer.allocate(datagram.length);
    memory.buffer().put(datagram);
    ForeignSender.send(memory, socket.portId());
    return socket.receiveBatch(batch, System.nanoTime()) == 1;
  }

  @Override
  public void close() {
    socket.close();
  }
}
