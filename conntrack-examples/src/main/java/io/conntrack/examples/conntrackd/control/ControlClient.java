package io.conntrack.examples.conntrackd.control;

import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Sends requests to a running daemon. Immutable. */
public final class ControlClient {

  private static final int CHUNK = 1 << 16;

  private final Path socket;

  /** Takes the path of the daemon's socket. */
  public ControlClient(Path socket) {
    this.socket = socket;
  }

  /** Says that nobody listens at the socket, or not to this user. */
  public static final class NotConnectedException extends IOException {

    private static final long serialVersionUID = 1;

    NotConnectedException(IOException cause) {
      super("can't connect: is conntrackd running? appropriate permissions?", cause);
    }
  }

  /**
   * Sends a request and copies the answer. Blocks until the daemon has answered.
   *
   * @throws NotConnectedException if there is no daemon
   * @throws IOException if the connection breaks, or {@code out} does
   */
  public void send(ControlRequest request, OutputStream out) throws IOException {
    try (SocketChannel channel = connect()) {
      ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
      channel.write(number.putInt(request.number()).flip());
      ByteBuffer answer = ByteBuffer.allocate(CHUNK);
      while (channel.read(answer) >= 0) {
        out.write(answer.array(), 0, answer.position());
        answer.clear();
      }
      out.flush();
    }
  }

  private SocketChannel connect() throws NotConnectedException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new NotConnectedException(e);
    }
  }
}
