package io.conntrack.netlink;

import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Sends datagrams through many flows in turn, on a thread of its own, until it is stopped, and
 * counts them. Whoever receives them is too slow, which does not matter.
 */
final class UdpSender implements AutoCloseable {

  private static final int SERVER_PORT = 5_000;
  private static final int FIRST_CLIENT_PORT = 20_000;

  private final List<DatagramChannel> servers = new ArrayList<>();
  private final List<DatagramChannel> clients = new ArrayList<>();
  private final List<Tuple> tuples = new ArrayList<>();
  private final long[] sent;
  private final FutureTask<Void> sending = new FutureTask<>(this::send);
  private volatile boolean stopped;

  private UdpSender(int flows) {
    sent = new long[flows];
  }

  /** Opens the sockets of flows between loopback addresses, IPv4 and IPv6 by turns. */
  static UdpSender open(int flows) throws IOException {
    UdpSender sender = new UdpSender(flows);
    List<IpAddress> addresses = List.of(IpAddress.parse("127.0.0.1"), IpAddress.parse("::1"));
    for (IpAddress address : addresses) {
      sender.servers.add(DatagramChannel.open().bind(socketAddress(address, SERVER_PORT)));
    }
    for (int i = 0; i < flows; i++) {
      sender.addClient(addresses.get(i % addresses.size()), FIRST_CLIENT_PORT + i);
    }
    return sender;
  }

  private void addClient(IpAddress address, int port) throws IOException {
    clients.add(
        DatagramChannel.open()
            .bind(socketAddress(address, port))
            .connect(socketAddress(address, SERVER_PORT)));
    tuples.add(Tuple.of(Protocol.UDP, address, port, address, SERVER_PORT));
  }

  private static InetSocketAddress socketAddress(IpAddress address, int port) {
    return new InetSocketAddress(address.toInetAddress(), port);
  }

  /** Returns the original tuple of each flow. */
  List<Tuple> tuples() {
    return tuples;
  }

  /** Starts to send. */
  void start() {
    new Thread(sending, "sender").start();
  }

  private Void send() throws IOException {
    while (!stopped) {
      sendToAll();
    }
    return null;
  }

  /** Sends one datagram through each flow. */
  void sendToAll() throws IOException {
    for (int i = 0; i < sent.length; i++) {
      clients.get(i).write(ByteBuffer.allocate(1));
      sent[i]++;
    }
  }

  /** Stops, and returns how many datagrams were sent through each flow. */
  long[] stop() throws Exception {
    stopped = true;
    sending.get(20, TimeUnit.SECONDS);
    return sent;
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    for (DatagramChannel channel : clients) {
      channel.close();
    }
    for (DatagramChannel channel : servers) {
      channel.close();
    }
  }
}
