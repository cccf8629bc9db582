package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConntrackStatisticsTest {

  private static CpuStatistics cpu(int number, StatisticsCounter counter, long value) {
    return new CpuStatistics(number, Map.of(counter, value));
  }

  private static ConntrackStatistics statistics() {
    return ConntrackStatistics.builder(7)
        .limit(100)
        .addCpu(cpu(0, StatisticsCounter.DROP, 0xffffffffL))
        .addCpu(cpu(1, StatisticsCounter.DROP, 2))
        .addExpectations(cpu(0, StatisticsCounter.EXPECT_NEW, 3))
        .build();
  }

  @Test
  void sumsUpWhatTheProcessorsCounted() {
    assertThat(statistics().total(StatisticsCounter.DROP)).hasValue(0x100000001L);
    assertThat(statistics().total(StatisticsCounter.EXPECT_NEW)).hasValue(3);
  }

  @Test
  void tellsZeroFromAbsent() {
    ConntrackStatistics statistics =
        ConntrackStatistics.builder(0).addCpu(cpu(0, StatisticsCounter.DROP, 0)).build();

    assertThat(statistics.total(StatisticsCounter.DROP)).hasValue(0);
    assertThat(statistics.total(StatisticsCounter.INVALID)).isEmpty();
    assertThat(statistics.limit()).isEmpty();
  }

  @Test
  void readsLikeTheCommandsOutput() {
    assertThat(statistics())
        .hasToString(
            "count=7 limit=100\ncpu=0   \tdrop=4294967295 \ncpu=1   \tdrop=2 \n"
                + "cpu=0   \texpect_new=3 ");
  }

  @Test
  void keepsItsOwnCountersInTheirOrder() {
    Map<StatisticsCounter, Long> counters = new LinkedHashMap<>();
    counters.put(StatisticsCounter.INVALID, 1L);
    counters.put(StatisticsCounter.FOUND, 2L);
    CpuStatistics cpu = new CpuStatistics(12, counters);
    counters.clear();

    assertThat(cpu).hasToString("cpu=12  \tinvalid=1 found=2 ");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> cpu.counters().clear());
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CpuStatistics(-1, Map.of()))
        .withMessage("cpu -1 is negative");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new StatisticsCounter(""))
        .withMessageContaining("empty");
  }
}
