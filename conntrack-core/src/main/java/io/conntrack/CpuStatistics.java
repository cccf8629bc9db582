package io.conntrack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one processor has counted in a network namespace. Immutable.
 *
 * <p>A counter has 32 bits and starts again at 0 behind 4,294,967,295. Which processor counts is
 * where the packet or the request was worked on.
 *
 * @param cpu the processor's number, from 0
 * @param counters the counters that the kernel tells, in its order; each 0 to 4,294,967,295
 */
public record CpuStatistics(int cpu, Map<StatisticsCounter, Long> counters) {

  /**
   * Copies the counters.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public CpuStatistics {
    if (cpu < 0) {
      throw new IllegalArgumentException("cpu " + cpu + " is negative");
    }
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  /** Returns one counter, absent if this kernel does not tell it. */
  public OptionalLong value(StatisticsCounter counter) {
    Long value = counters.get(counter);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Returns it as a line of {@code conntrack -S}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format("cpu=%-4d\t", cpu));
    counters.forEach(
        (counter, value) -> text.append(counter).append('=').append(value).append(' '));
    return text.toString();
  }
}
