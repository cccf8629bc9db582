package io.conntrack.netlink.testing;

import static io.conntrack.netlink.testing.TcpConnection.socketAddress;

import io.conntrack.Protocol;
import io.conntrack.Tuple;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Two UDP sockets that send each other datagrams, in the network namespace of the thread that opens
 * them.
 */
public final class UdpExchange implements AutoCloseable {

  private static final int MAX_BYTES = 2048;

  private DatagramChannel client;
  private final SocketAddress target;
  private final DatagramChannel server;
  private SocketAddress peer; // whom the server answers

  private UdpExchange(SocketAddress target, DatagramChannel server) throws IOException {
    this.target = target;
    this.server = server;
    this.client = DatagramChannel.open().connect(target);
  }

  /** Opens a client and a server at this address and port. */
  public static UdpExchange open(String address, int port) throws IOException {
    return open(address, port, address, port);
  }

  /**
   * Opens a client of an address and port that rules translate to those where the server receives.
   */
  public static UdpExchange open(String target, int targetPort, String listening, int listeningPort)
      throws IOException {
    DatagramChannel server = DatagramChannel.open().bind(socketAddress(listening, listeningPort));
    return new UdpExchange(socketAddress(target, targetPort), server);
  }

  /** Opens another client in place of one that is of no use any more. */
  public void replaceClient() throws IOException {
    DatagramChannel former = client;
    client = DatagramChannel.open().connect(target);
    former.close();
  }

  /** Returns the tuple of the datagrams that the client sends. */
  public Tuple original() throws IOException {
    return TcpConnection.tuple(
        Protocol.UDP,
        (InetSocketAddress) client.getLocalAddress(),
        (InetSocketAddress) client.getRemoteAddress());
  }

  /** Sends a datagram from the client to the server and waits until it is there. */
  public void request(int bytes) throws IOException {
    client.write(ByteBuffer.allocate(bytes));
    peer = server.receive(ByteBuffer.allocate(MAX_BYTES));
  }

  /** Sends a datagram from the server to where the last one came from, and waits likewise. */
  public void answer(int bytes) throws IOException {
    server.send(ByteBuffer.allocate(bytes), peer);
    client.read(ByteBuffer.allocate(MAX_BYTES));
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
