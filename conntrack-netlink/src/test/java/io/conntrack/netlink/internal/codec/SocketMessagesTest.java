package io.conntrack.netlink.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.IpFamily;
import io.conntrack.MalformedMessageException;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Reads and writes messages about sockets as they went over the wire. */
class SocketMessagesTest {

  private final SocketDecoder decoder = new SocketDecoder();

  private LocalSocket read(String golden, Protocol protocol) {
    return decoder.wrap(Golden.of(golden).message()).socket(protocol);
  }

  @Test
  void readsAnIpv4Socket() {
    assertThat(read("sock-tcp4", Protocol.TCP))
        .isEqualTo(new LocalSocket(Tuple.tcp("127.0.0.1", 48374, "127.0.0.1", 5000), 0, 1));
    assertThat(decoder.isMemory()).isFalse();
  }

  @Test
  void readsTheIpv4EndsOfAnIpv6Socket() {
    assertThat(read("sock-udp4-mapped", Protocol.UDP))
        .isEqualTo(new LocalSocket(Tuple.udp("127.0.0.1", 43913, "127.0.0.1", 6000), 0, 6));
  }

  @Test
  void readsAnIpv6SocketThatIsBoundToAnInterface() {
    LocalSocket socket = read("sock-tcp6-device", Protocol.TCP);

    assertThat(socket).isEqualTo(new LocalSocket(Tuple.tcp("::1", 38968, "::1", 5000), 1, 10));
    assertThat(socket).hasToString("tcp [::1]:38968->[::1]:5000 device 1");
  }

  @Test
  void tellsWhatIsLeftOfAClosedSocketFromASocket() {
    assertThat(decoder.wrap(Golden.of("sock-tcp6-time-wait").message()).isMemory()).isTrue();
  }

  @Test
  void takesASocketWithOneMappedEndForOneOfIpv6() {
    ByteBuffer bytes = Golden.of("sock-udp4-mapped").buffer();
    bytes.put(16 + 24, (byte) 0x20); // first octet of the remote address

    LocalSocket socket = decoder.wrap(standingOn(bytes, bytes.capacity())).socket(Protocol.UDP);

    assertThat(socket.ends().source()).hasToString("::ffff:127.0.0.1");
  }

  @Test
  void refusesASocketThatIsCut() {
    ByteBuffer bytes = Golden.of("sock-tcp4").buffer();
    bytes.putInt(0, 84);

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.wrap(standingOn(bytes, 84)))
        .withMessageContaining("expected 88 bytes of a socket, found 84");
  }

  @Test
  void refusesASocketOfAnotherFamily() {
    ByteBuffer bytes = Golden.of("sock-tcp4").buffer();
    bytes.put(16, (byte) 1); // AF_UNIX

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.wrap(standingOn(bytes, bytes.capacity())))
        .withMessageContaining("address family 1 is neither IPv4 nor IPv6");
  }

  private static MessageReader standingOn(ByteBuffer bytes, int length) {
    MessageReader reader = new MessageReader().wrap(bytes, length);
    reader.next();
    return reader;
  }

  @Test
  void asksForConnectedSocketsOnly() {
    assertThat(
            written(
                message -> SocketRequests.dumpConnected(message, 7, Protocol.TCP, IpFamily.IPV6)))
        .isEqualTo(Golden.of("request-sock-dump").bytes());
  }

  @Test
  void closesASocketByItsEndsAndItsCookie() {
    LocalSocket socket = new LocalSocket(Tuple.tcp("127.0.0.1", 40000, "127.0.0.1", 5000), 0, 12);

    assertThat(written(message -> SocketRequests.destroy(message, 7, socket)))
        .isEqualTo(Golden.of("request-sock-destroy").bytes());
  }

  /** The request begins with the same struct as the answer, 4 bytes later. */
  @Test
  void sendsBackEveryBitOfWhatItRead() {
    LocalSocket socket = read("sock-tcp6-device", Protocol.TCP);

    byte[] request = written(message -> SocketRequests.destroy(message, 7, socket));

    byte[] answer = Golden.of("sock-tcp6-device").bytes();
    assertThat(Arrays.copyOfRange(request, 24, 72)).isEqualTo(Arrays.copyOfRange(answer, 20, 68));
  }

  private static byte[] written(Consumer<MessageBuilder> write) {
    ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    MessageBuilder message = new MessageBuilder(bytes);
    write.accept(message);
    return Arrays.copyOf(bytes.array(), message.length());
  }
}
