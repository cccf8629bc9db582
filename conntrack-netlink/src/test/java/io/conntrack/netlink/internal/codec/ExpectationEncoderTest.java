package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Expectation;
import io.conntrack.Law;
import io.conntrack.RandomExpectations;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationEncoderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dump-exp-ftp",
        "dump-exp-nat-fn",
        "get-exp-single",
        "event-exp-new",
        "event-exp-new-user",
        "event-exp-destroy-fulfilled",
        "event-exp-destroy-user",
        "request-exp-new-nat-fn"
      })
  void writesWhatTheKernelWroteAttributeByAttribute(String name) {
    Golden golden = Golden.of(name);
    Expectation expectation = ExpectationMessages.decode(golden.buffer());

    WireMessage written = WireMessage.of(ExpectationMessages.encode(expectation, LITTLE_ENDIAN), 0);

    assertThat(written.values()).isEqualTo(WireMessage.of(golden.buffer(), 0).values());
    assertThat(ExpectationMessages.decode(ExpectationMessages.encode(expectation, LITTLE_ENDIAN)))
        .isEqualTo(expectation);
  }

  @Law
  void readsWhatItWrote(long seed) {
    Expectation expectation = Expectation.copyOf(RandomExpectations.next(new Random(seed)));

    assertThat(ExpectationMessages.decode(ExpectationMessages.encode(expectation, LITTLE_ENDIAN)))
        .as("seed %d", seed)
        .isEqualTo(expectation);
    assertThat(ExpectationMessages.decode(ExpectationMessages.encode(expectation, BIG_ENDIAN)))
        .as("seed %d", seed)
        .isEqualTo(expectation);
  }
}
