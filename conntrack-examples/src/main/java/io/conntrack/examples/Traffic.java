package io.conntrack.examples;

import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A TCP connection and a UDP exchange over the loopback interface, so that there is something to
 * track.
 */
final class Traffic implements AutoCloseable {

  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
  private static final InetAddress HERE = LOOPBACK.toInetAddress();
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final int PATIENCE_MILLIS = 5_000;

  private final ServerSocket listener = new ServerSocket(0, 1, HERE);
  private final Socket client = new Socket(HERE, listener.getLocalPort());
  private final Socket server = listener.accept();
  private final DatagramSocket asking = new DatagramSocket(0, HERE);
  private final DatagramSocket answering = new DatagramSocket(0, HERE);

  /** Opens the sockets, and sends a greeting there and back over each pair. */
  Traffic() throws IOException {
    send(client, server);
    send(server, client);
    send(asking, answering);
    send(answering, asking);
  }

  /** Returns the original tuple of the TCP connection. */
  Tuple tcp() {
    return Tuple.of(Protocol.TCP, LOOPBACK, client.getLocalPort(), LOOPBACK, client.getPort());
  }

  /** Returns the original tuple of the UDP exchange. */
  Tuple udp() {
    return Tuple.of(
        Protocol.UDP, LOOPBACK, asking.getLocalPort(), LOOPBACK, answering.getLocalPort());
  }

  private static void send(Socket from, Socket to) throws IOException {
    from.getOutputStream().write(HELLO);
    to.setSoTimeout(PATIENCE_MILLIS);
    to.getInputStream().readNBytes(HELLO.length);
  }

  private static void send(DatagramSocket from, DatagramSocket to) throws IOException {
    from.send(new DatagramPacket(HELLO, HELLO.length, HERE, to.getLocalPort()));
    to.setSoTimeout(PATIENCE_MILLIS);
    to.receive(new DatagramPacket(new byte[HELLO.length], HELLO.length));
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    listener.close();
    asking.close();
    answering.close();
  }
}
