package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_SOCK_DIAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.LocalSocket;
import io.conntrack.netlink.internal.codec.SocketRequests;
import io.conntrack.netlink.internal.sys.BoundConnection;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel shows connected sockets, and closes the one that is meant or none. */
@KernelTest
class LocalSocketsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Operation OPERATION = Operation.of("test");
  private static final InetAddress LOOPBACK = IpAddress.parse("127.0.0.1").toInetAddress();
  private static final InetSocketAddress SERVER = new InetSocketAddress(LOOPBACK, 5000);
  private static final InetSocketAddress CLIENT = new InetSocketAddress(LOOPBACK, 40_000);
  private static final Tuple FROM_CLIENT = Tuple.tcp("127.0.0.1", 40_000, "127.0.0.1", 5000);

  private NetlinkSocket diagnosis;

  @BeforeEach
  void open() {
    diagnosis = NetlinkSocket.open(NETLINK_SOCK_DIAG);
  }

  @AfterEach
  void close() {
    diagnosis.close();
  }

  private List<LocalSocket> sockets(Protocol protocol, IpFamily family) {
    List<LocalSocket> sockets = new ArrayList<>();
    new SocketDump(OPERATION, diagnosis, TIMEOUT).forEach(protocol, family, sockets::add);
    return sockets;
  }

  private LocalSocket socket(Tuple ends) {
    return sockets(ends.protocol(), IpFamily.IPV4).stream()
        .filter(socket -> socket.ends().equals(ends))
        .findFirst()
        .orElseThrow();
  }

  /** Tries to close a socket and returns the error number. */
  private int destroy(LocalSocket socket) {
    List<Integer> errors = new ArrayList<>();
    new RequestSeries(OPERATION, new BatchChannel(diagnosis, TIMEOUT))
        .run(
            1,
            (message, sequence, index) -> SocketRequests.destroy(message, sequence, socket),
            (index, errno, explanation) -> errors.add(errno));
    return errors.isEmpty() ? 0 : errors.get(0);
  }

  @Test
  void showsBothEndsOfAConnectionAndNotTheListeningSocket() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null);
        TcpConnection tcp = TcpConnection.open("::1", 5000)) {
      assertThat(listener.isOpen()).isTrue();
      assertThat(sockets(Protocol.TCP, IpFamily.IPV6))
          .extracting(LocalSocket::ends)
          .containsExactlyInAnyOrder(tcp.original(), tcp.reply());
      assertThat(sockets(Protocol.TCP, IpFamily.IPV4)).isEmpty();
    }
  }

  @Test
  void showsIpv4EndsOfIpv6Sockets() throws Exception {
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000)) {
      assertThat(sockets(Protocol.TCP, IpFamily.IPV6))
          .extracting(LocalSocket::ends)
          .containsExactlyInAnyOrder(tcp.original(), tcp.reply());
    }
  }

  @Test
  void showsToWhichInterfaceASocketIsBoundAndClosesItThereOnly() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(SERVER);
        BoundConnection tcp = BoundConnection.open(5000)) {
      assertThat(listener.isOpen()).isTrue();
      LocalSocket bound =
          sockets(Protocol.TCP, IpFamily.IPV4).stream()
              .filter(socket -> socket.device() != 0)
              .findFirst()
              .orElseThrow();
      assertThat(bound.device()).isEqualTo(1); // that of the loopback interface

      assertThat(destroy(new LocalSocket(bound.ends(), 0, bound.cookie()))).isEqualTo(Errno.ENOENT);
      assertThat(tcp.errorOfRead()).isEqualTo(Errno.EAGAIN);
      assertThat(destroy(bound)).isZero();
    }
  }

  @Test
  void showsNoUdpSocketThatReceivesFromAnybody() throws Exception {
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 6000)) {
      assertThat(sockets(Protocol.UDP, IpFamily.IPV6))
          .extracting(LocalSocket::ends)
          .containsExactly(udp.original());
    }
  }

  @Test
  void showsNothingThatAProgramHasClosed() throws Exception {
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000)) {
      tcp.request("hello");
    }

    assertThat(sockets(Protocol.TCP, IpFamily.IPV6)).isEmpty();
  }

  private static SocketChannel connect() throws Exception {
    return SocketChannel.open(StandardProtocolFamily.INET)
        .setOption(StandardSocketOptions.SO_LINGER, 0) // so that the port is free at once
        .setOption(StandardSocketOptions.SO_REUSEADDR, true)
        .bind(CLIENT);
  }

  @Test
  void closesNoSuccessorWithTheSameEnds() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(SERVER)) {
      SocketChannel first = connect();
      first.connect(SERVER);
      LocalSocket former = socket(FROM_CLIENT);
      listener.accept();
      first.close();
      try (SocketChannel successor = connect()) {
        successor.connect(SERVER);
        SocketChannel accepted = listener.accept();

        assertThat(destroy(former)).isEqualTo(Errno.ENOENT);

        successor.write(ByteBuffer.allocate(1));
        assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(destroy(socket(FROM_CLIENT))).isZero();
      }
    }
  }

  @Test
  void closesNoListeningSocketInPlaceOfAConnectedOne() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(SERVER)) {
      Tuple nobodys = Tuple.tcp("127.0.0.1", 5000, "127.0.0.1", 1);

      assertThat(destroy(new LocalSocket(nobodys, 0, 1))).isEqualTo(Errno.ENOENT);

      try (SocketChannel client = SocketChannel.open(SERVER)) {
        assertThat(listener.accept()).isNotNull();
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  @Test
  void closesNoUdpServerInPlaceOfAConnectedSocket() throws Exception {
    try (DatagramChannel server = DatagramChannel.open().bind(SERVER);
        DatagramChannel client = DatagramChannel.open().connect(SERVER)) {
      Tuple nobodys = Tuple.udp("127.0.0.1", 5000, "127.0.0.1", 1);

      assertThat(destroy(new LocalSocket(nobodys, 0, 1))).isEqualTo(Errno.ENOENT);

      client.write(ByteBuffer.allocate(1));
      assertThat(server.receive(ByteBuffer.allocate(1))).isNotNull();
    }
  }
}
