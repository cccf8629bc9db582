package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.MalformedMessageException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

  @Test
  void startsAtTheEndOfNothing() {
    assertThat(new MessageReader().next()).isFalse();
  }

  @Test
  void readsTheHeader() {
    MessageReader message = Golden.of("dump-labels").message();

    assertThat(message.start()).isZero();
    assertThat(message.length()).isEqualTo(184);
    assertThat(message.end()).isEqualTo(184);
    assertThat(message.type()).isEqualTo(0x0100);
    assertThat(message.flags()).isEqualTo(0x2);
    assertThat(message.sequence()).isEqualTo(1795410776);
    assertThat(message.portId()).isEqualTo((int) 3128932666L);
  }

  @Test
  void stepsFromMessageToMessage() {
    ByteBuffer datagram = messages(20, 24, 16);
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());

    assertThat(reader.next()).isTrue();
    assertThat(reader.end()).isEqualTo(20);
    assertThat(reader.next()).isTrue();
    assertThat(reader.start()).isEqualTo(20);
    assertThat(reader.next()).isTrue();
    assertThat(reader.start()).isEqualTo(44);
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void stepsOverThePaddingBehindAMessage() {
    ByteBuffer datagram = messages(20, 24).putInt(0, 17);
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());

    assertThat(reader.next()).isTrue();
    assertThat(reader.end()).isEqualTo(17);
    assertThat(reader.next()).isTrue();
    assertThat(reader.start()).isEqualTo(20);
  }

  /** Also where the padding behind the last message is not part of the datagram. */
  @ParameterizedTest
  @ValueSource(ints = {17, 18, 19, 20})
  void endsWithinThePaddingOfTheLastMessage(int length) {
    ByteBuffer datagram = messages(20).putInt(0, 17);
    MessageReader reader = new MessageReader().wrap(datagram, length);

    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void ignoresUpToThreeBytes(int length) {
    assertThat(new MessageReader().wrap(messages(20), length).next()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 15, 19})
  void refusesAMessageThatIsCut(int length) {
    MessageReader reader = new MessageReader().wrap(messages(20), length);

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(reader::next)
        .withMessage(
            "decode: nlmsg_len 20 does not fit into %d bytes at offset 0".formatted(length));
  }

  @Test
  void endsBehindAMessageThatDoesNotFit() {
    ByteBuffer datagram = messages(20, 24).putInt(0, 15);
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());

    assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(reader::next);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void forgetsTheRestWhenToldTo() {
    MessageReader reader = new MessageReader().wrap(messages(20, 24), 44);
    reader.next();

    reader.clear();

    assertThat(reader.next()).isFalse();
  }

  private static ByteBuffer messages(int... lengths) {
    ByteBuffer datagram = ByteBuffer.allocate(1024).order(LITTLE_ENDIAN);
    for (int length : lengths) {
      datagram.putInt(datagram.position(), length).position(datagram.position() + length);
    }
    return datagram.slice(0, datagram.position()).order(LITTLE_ENDIAN);
  }
}
