package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Allocation;
import io.conntrack.Direction;
import io.conntrack.Expectation;
import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationNat;
import io.conntrack.MalformedMessageException;
import io.conntrack.Tuple;
import io.conntrack.spi.ExpectationBuffer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationDecoderTest {

  private static final String WITH_NAT = "event-exp-new-user";

  private final ExpectationDecoder decoder = new ExpectationDecoder();
  private final ExpectationBuffer expectation = new ExpectationBuffer();

  @Test
  void readsAnExpectationWithNat() {
    Expectation decoded = decode(Golden.of(WITH_NAT).buffer());

    assertThat(decoded.nat())
        .contains(new ExpectationNat(Direction.REPLY, Tuple.tcp("192.0.2.50", 4444, "0.0.0.0", 0)));
    assertThat(decoded.function()).contains("nat-follow-master");
    assertThat(decoded.zone()).isEmpty();
  }

  @Test
  void forgetsWhatTheOneBeforeHad() {
    decode(Golden.of(WITH_NAT).buffer());
    Expectation plain = decode(Golden.of("event-exp-new").buffer());

    assertThat(plain.nat()).isEmpty();
    assertThat(plain.function()).isEmpty();
    assertThat(plain.has(ExpectationAttribute.NAT)).isFalse();
  }

  /** The kernel writes the tuple first, then the mask, then the master. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesOneThatLacksATuple(int position) {
    WireMessage message = WireMessage.of(Golden.of(WITH_NAT).buffer(), 0);
    message.attributes().remove(position);

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(message.bytes()))
        .withMessageContaining("expectation lacks its tuple, mask or master");
  }

  @Test
  void allocatesNothing() {
    byte[] bytes = Golden.of(WITH_NAT).bytes();
    ByteBuffer datagram = ByteBuffer.allocateDirect(bytes.length).order(LITTLE_ENDIAN);
    datagram.put(0, bytes);
    MessageReader reader = new MessageReader();

    assertThat(
            Allocation.bytesPerCall(
                100_000,
                () -> {
                  reader.wrap(datagram, datagram.capacity()).next();
                  decoder.decode(reader, expectation);
                }))
        .isLessThan(Allocation.NOTHING);
  }

  private Expectation decode(ByteBuffer datagram) {
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());
    reader.next();
    decoder.decode(reader, expectation);
    return Expectation.copyOf(expectation);
  }
}
