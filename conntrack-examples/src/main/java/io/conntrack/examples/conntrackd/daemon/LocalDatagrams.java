package io.conntrack.examples.conntrackd.daemon;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a UNIX socket, which Java 17 cannot. Thread-safe. Never waits: what the
 * receiver has no room for is lost, and {@link #send} says so.
 */
final class LocalDatagrams implements AutoCloseable {

  private final byte[] address;
  private int socket;

  /**
   * Takes the path of the receiver's socket.
   *
   * @param path a path, or {@code @} and an abstract name
   */
  LocalDatagrams(String path) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    if (path.startsWith("@")) {
      name[0] = 0;
    }
    ByteBuffer sockaddr = // struct sockaddr_un
        ByteBuffer.allocate(Short.BYTES + name.length + (name[0] == 0 ? 0 : 1))
            .order(ByteOrder.nativeOrder());
    this.address = sockaddr.putShort((short) SystemCalls.AF_UNIX).put(name).array();
    this.socket =
        SystemCalls.socket(
            SystemCalls.AF_UNIX, SystemCalls.SOCK_DGRAM | SystemCalls.SOCK_CLOEXEC, 0);
  }

  /** Sends a text, and says whether it was taken. */
  synchronized boolean send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int flags = SystemCalls.MSG_NOSIGNAL | SystemCalls.MSG_DONTWAIT;
    return socket >= 0
        && SystemCalls.sendto(socket, bytes, bytes.length, flags, address, address.length)
            == bytes.length;
  }

  @Override
  public synchronized void close() {
    if (socket >= 0) {
      SystemCalls.close(socket);
      socket = -1;
    }
  }
}
