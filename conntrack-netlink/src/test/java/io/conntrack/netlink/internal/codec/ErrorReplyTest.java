package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.MalformedMessageException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorReplyTest {

  private final KernelAnswers kernel = new KernelAnswers(4711);
  private final ErrorReply errors = new ErrorReply();

  @ParameterizedTest
  @CsvSource({"0", "1", "95", "524", "65536"})
  void returnsTheNumberOfAnyError(int errno) {
    assertThat(errors.errno(read(kernel.refusal(1, errno)))).isEqualTo(errno);
    assertThat(errors.errno(read(kernel.done(1, errno)))).isEqualTo(errno);
  }

  @Test
  void addsTheOffsetToTheWords() {
    assertThat(errors.explanation(read(kernel.refusal(1, 22, "Attribute is bad", 20))))
        .isEqualTo("Attribute is bad at request offset 20");
  }

  @Test
  void hasNoWordsWhereTheKernelSendsNone() {
    assertThat(errors.explanation(read(kernel.refusal(1, 22)))).isEmpty();
    assertThat(errors.explanation(read(kernel.acknowledgement(1)))).isEmpty();
    assertThat(errors.explanation(read(kernel.done(1, 22)))).isEmpty();
  }

  /** There it stands behind the error number, because no request is repeated. */
  @Test
  void findsTheWordsAtTheEndOfADump() {
    MessageReader done = read(kernel.done(1, 22, "No such filter"));

    assertThat(errors.errno(done)).isEqualTo(22);
    assertThat(errors.explanation(done)).isEqualTo("No such filter");
  }

  @ParameterizedTest
  @CsvSource({"0f000000", "00000000", "ffffffff", "71000000"})
  void hasNoWordsIfTheCopyOfTheRequestIsCut(String length) {
    byte[] bytes = Golden.of("error-erange-extack").bytes();
    System.arraycopy(HexFormat.of().parseHex(length), 0, bytes, 20, 4);
    MessageReader message = read(ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN));

    assertThat(errors.errno(message)).isEqualTo(34);
    assertThat(errors.explanation(message)).isEmpty();
  }

  @Test
  void refusesAnErrorWithoutANumber() {
    ByteBuffer bytes = kernel.refusal(1, 22).putInt(0, 19);

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> errors.errno(read(bytes)))
        .withMessage("decode: expected 20 bytes of error, found 19 at offset 16");
  }

  private static MessageReader read(ByteBuffer datagram) {
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());
    reader.next();
    return reader;
  }
}
