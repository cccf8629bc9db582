package io.conntrack.netlink.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.CpuStatistics;
import io.conntrack.MalformedMessageException;
import io.conntrack.StatisticsCounter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuStatisticsDecoderTest {

  private final KernelAnswers kernel = new KernelAnswers(4711);
  private final CpuStatisticsDecoder flows = CpuStatisticsDecoder.ofFlows();

  @Test
  void readsWhatEachProcessorCountedOfFlows() {
    assertThat(decode(flows, Golden.of("stats-cpu").buffer()))
        .extracting(CpuStatistics::toString)
        .containsExactly(
            "cpu=0   \tfound=4 invalid=6 insert=4194 insert_failed=2 drop=2 early_drop=0 error=0"
                + " search_restart=0 clash_resolve=0 chaintoolong=0 ",
            "cpu=1   \tfound=0 invalid=5 insert=819 insert_failed=0 drop=0 early_drop=0 error=0"
                + " search_restart=0 clash_resolve=0 chaintoolong=0 ");
  }

  @Test
  void readsWhatEachProcessorCountedOfExpectations() {
    assertThat(decode(CpuStatisticsDecoder.ofExpectations(), Golden.of("stats-exp-cpu").buffer()))
        .hasSize(2)
        .allSatisfy(
            cpu ->
                assertThat(cpu.counters())
                    .containsOnlyKeys(
                        StatisticsCounter.EXPECT_NEW,
                        StatisticsCounter.EXPECT_CREATE,
                        StatisticsCounter.EXPECT_DELETE));
  }

  @Test
  void readsUnsignedNumbers() {
    CpuStatistics read = decode(flows, kernel.cpuStatistics(1, 0xfffe, 8, -2)).get(0);

    assertThat(read.cpu()).isEqualTo(65534);
    assertThat(read.value(StatisticsCounter.INSERT)).hasValue(4294967294L);
    assertThat(read.value(StatisticsCounter.FOUND)).isEmpty();
  }

  @Test
  void keepsCountersThatItDoesNotKnow() {
    assertThat(decode(flows, kernel.cpuStatistics(1, 0, 17, 5)).get(0))
        .hasToString("cpu=0   \tunknown2=5 ");
  }

  @Test
  void refusesAnAnswerWithoutTheNumberOfTheProcessor() {
    ByteBuffer cut = kernel.cpuStatistics(1, 0, 1, 5);
    cut.putInt(0, 18);

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(flows, cut.slice(0, 18).order(cut.order())))
        .withMessageContaining("lack the number of the processor");
  }

  private static List<CpuStatistics> decode(CpuStatisticsDecoder decoder, ByteBuffer datagram) {
    MessageReader reader = new MessageReader().wrap(datagram, datagram.capacity());
    List<CpuStatistics> read = new ArrayList<>();
    while (reader.next()) {
      read.add(decoder.decode(reader));
    }
    return read;
  }
}
