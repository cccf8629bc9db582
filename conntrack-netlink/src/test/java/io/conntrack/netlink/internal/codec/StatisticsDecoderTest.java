package io.conntrack.netlink.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.MalformedMessageException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StatisticsDecoderTest {

  private final KernelAnswers kernel = new KernelAnswers(4711);
  private final StatisticsDecoder statistics = new StatisticsDecoder();

  @Test
  void readsUnsignedNumbers() {
    decode(kernel.statistics(1, -2, -1));

    assertThat(statistics.count()).isEqualTo(4294967294L);
    assertThat(statistics.limit()).isEqualTo(4294967295L);
  }

  @Test
  void forgetsTheLimitOfTheAnswerBefore() {
    decode(kernel.statistics(1, 7, 100));
    decode(kernel.statistics(2, 8));

    assertThat(statistics.count()).isEqualTo(8);
    assertThat(statistics.limit()).isEqualTo(StatisticsDecoder.ABSENT);
  }

  @Test
  void refusesAnAnswerWithoutTheNumberOfFlows() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(kernel.done(1, 0)))
        .withMessage("decode: statistics lack the number of flows at offset 20");
  }

  private void decode(ByteBuffer datagram) {
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());
    reader.next();
    statistics.decode(reader);
  }
}
