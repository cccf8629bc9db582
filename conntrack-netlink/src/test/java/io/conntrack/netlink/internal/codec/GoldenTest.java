package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.MalformedMessageException;
import io.conntrack.netlink.internal.codec.Placement.Placed;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what went over the wire, wherever it lies in memory and whatever the host's byte order. */
class GoldenTest {

  private static final String GOLDEN = "io.conntrack.netlink.internal.codec.Golden#";

  @ParameterizedTest
  @MethodSource(GOLDEN + "explained")
  void readsWhatTheMessagesSay(Golden golden) {
    List<String> texts = Decoded.texts(golden.buffer(), golden.bytes().length);

    assertThat(texts).hasSize(golden.messages());
    assertThat(golden.expected())
        .allSatisfy((message, text) -> assertThat(texts.get(message)).isEqualTo(text));
  }

  @Test
  void leavesOutOnlyWhatNoDecoderIsFor() {
    assertThat(Golden.all().filter(golden -> golden.expected().isEmpty()).map(Golden::name))
        .allMatch(name -> name.matches("timeout-.*|stats-.*|request-.*|.*-truncated-.*"))
        .noneMatch(name -> name.matches("request-ct-new-.*|stats-global"));
  }

  @Test
  void refusesAnEventThatIsCut() {
    Golden golden = Golden.of("event-truncated-foreign-filter");

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> Decoded.texts(golden.buffer(), golden.bytes().length))
        .withMessage("decode: nlmsg_len 184 does not fit into 100 bytes at offset 0");
  }

  @ParameterizedTest
  @EnumSource
  void readsTheSameAnywhereInMemory(Placement placement) {
    assertThat(Golden.explained())
        .allSatisfy(golden -> assertReadsTheSame(golden, placement, LITTLE_ENDIAN, golden.bytes()));
  }

  @ParameterizedTest
  @EnumSource
  void readsTheSameOnABigEndianHost(Placement placement) {
    assertThat(Golden.explained())
        .allSatisfy(
            golden ->
                assertReadsTheSame(
                    golden, placement, BIG_ENDIAN, BigEndianHost.image(golden.bytes())));
  }

  private static void assertReadsTheSame(
      Golden golden, Placement placement, ByteOrder order, byte[] datagram) {
    List<String> expected = Decoded.texts(golden.buffer(), datagram.length);
    Placed zeros = placement.place(datagram, order, 0);
    Placed ones = placement.place(datagram, order, 0xff);

    assertThat(Decoded.texts(zeros.exactly(), datagram.length)).isEqualTo(expected);
    assertThat(Decoded.texts(zeros.withGuards(), datagram.length)).isEqualTo(expected);
    assertThat(Decoded.texts(ones.withGuards(), datagram.length)).isEqualTo(expected);
    zeros.assertUnchanged();
    ones.assertUnchanged();
  }
}
