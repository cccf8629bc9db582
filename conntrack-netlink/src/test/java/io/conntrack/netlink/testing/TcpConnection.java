package io.conntrack.netlink.testing;

import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A TCP connection of which both ends are here, in the network namespace of the thread that opens
 * it. Closing it closes the client's end first.
 */
public final class TcpConnection implements AutoCloseable {

  private final SocketChannel client;
  private final SocketChannel server;

  private TcpConnection(SocketChannel client, SocketChannel server) {
    this.client = client;
    this.server = server;
  }

  /** Connects to this address and port, where the server listens. */
  public static TcpConnection open(String address, int port) throws IOException {
    return open(address, port, address, port);
  }

  /** Connects to an address and port that rules translate to those where the server listens. */
  public static TcpConnection open(
      String target, int targetPort, String listening, int listeningPort) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(socketAddress(listening, listeningPort));
      SocketChannel client = SocketChannel.open(socketAddress(target, targetPort));
      return new TcpConnection(client, listener.accept());
    }
  }

  /** Connects from one network namespace to a server in another one. */
  public static TcpConnection open(
      Netns from, String target, int targetPort, Netns to, String listening, int listeningPort)
      throws Exception {
    try (ServerSocketChannel listener = to.call(ServerSocketChannel::open)) {
      listener.bind(socketAddress(listening, listeningPort));
      SocketChannel client = from.call(() -> SocketChannel.open(socketAddress(target, targetPort)));
      return new TcpConnection(client, listener.accept());
    }
  }

  static InetSocketAddress socketAddress(String address, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  static Tuple tuple(Protocol protocol, InetSocketAddress from, InetSocketAddress to) {
    return Tuple.of(
        protocol,
        IpAddress.of(from.getAddress()),
        from.getPort(),
        IpAddress.of(to.getAddress()),
        to.getPort());
  }

  /** Returns the tuple of the packets that the client sends. */
  public Tuple original() throws IOException {
    return tuple(
        Protocol.TCP,
        (InetSocketAddress) client.getLocalAddress(),
        (InetSocketAddress) client.getRemoteAddress());
  }

  /** Returns the tuple of the packets that the server sends. */
  public Tuple reply() throws IOException {
    return tuple(
        Protocol.TCP,
        (InetSocketAddress) server.getLocalAddress(),
        (InetSocketAddress) server.getRemoteAddress());
  }

  /** Sends a text from the client to the server and waits until it is there. */
  public void request(String text) throws IOException {
    transfer(client, server, text);
  }

  /** Sends a text from the server to the client and waits until it is there. */
  public void answer(String text) throws IOException {
    transfer(server, client, text);
  }

  private static void transfer(SocketChannel from, SocketChannel to, String text)
      throws IOException {
    ByteBuffer sent = StandardCharsets.US_ASCII.encode(text);
    ByteBuffer received = ByteBuffer.allocate(sent.remaining());
    from.write(sent);
    while (received.hasRemaining()) {
      if (to.read(received) < 0) {
        throw new EOFException("connection ended after " + received.position() + " bytes");
      }
    }
  }

  /** Waits for a byte at the client's end, or for what ends the connection there. */
  public int readAtClient() throws IOException {
    return client.read(ByteBuffer.allocate(1));
  }

  /** Waits for a byte at the server's end, or for what ends the connection there. */
  public int readAtServer() throws IOException {
    return server.read(ByteBuffer.allocate(1));
  }

  /** Ends the client's half of the connection. */
  public void closeClient() throws IOException {
    client.close();
  }

  /** Ends the server's half of the connection. */
  public void closeServer() throws IOException {
    server.close();
  }

  @Override
  public void close() throws IOException {
    closeClient();
    closeServer();
  }
}
