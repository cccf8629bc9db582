package io.conntrack;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the kernel counts about connection tracking in one network namespace, at one moment.
 * Immutable.
 */
public final class ConntrackStatistics {

  private final long count;
  private final OptionalLong limit;
  private final List<CpuStatistics> cpus;
  private final List<CpuStatistics> expectations;

  private ConntrackStatistics(Builder builder) {
    count = builder.count;
    limit = builder.limit;
    cpus = List.copyOf(builder.cpus);
    expectations = List.copyOf(builder.expectations);
  }

  /** Returns a builder of statistics that have this number of flows. */
  public static Builder builder(long count) {
    return new Builder(count);
  }

  /**
   * Returns the number of flows of this namespace, also those that are not in the table yet or no
   * longer ({@code CTA_STATS_GLOBAL_ENTRIES}); what {@code conntrack -C} prints.
   */
  public long count() {
    return count;
  }

  /**
   * Returns how many flows each namespace may have, 0 for any number; absent if the kernel does not
   * tell, before Linux 4.18 ({@code CTA_STATS_GLOBAL_MAX_ENTRIES}).
   */
  public OptionalLong limit() {
    return limit;
  }

  /**
   * Returns what each processor has counted of flows and packets, what {@code conntrack -S} prints
   * ({@code IPCTNL_MSG_CT_GET_STATS_CPU}).
   */
  public List<CpuStatistics> cpus() {
    return cpus;
  }

  /**
   * Returns what each processor has counted of expectations, what {@code conntrack -S expect}
   * prints ({@code IPCTNL_MSG_EXP_GET_STATS_CPU}).
   */
  public List<CpuStatistics> expectations() {
    return expectations;
  }

  /**
   * Returns the sum of a counter over all processors, of flows or of expectations; absent if this
   * kernel does not tell it. The counters start again at 0 one by one, so the sum can shrink.
   */
  public OptionalLong total(StatisticsCounter counter) {
    OptionalLong total = OptionalLong.empty();
    for (List<CpuStatistics> counted : List.of(cpus, expectations)) {
      for (CpuStatistics cpu : counted) {
        if (cpu.value(counter).isPresent()) {
          total = OptionalLong.of(total.orElse(0) + cpu.value(counter).getAsLong());
        }
      }
    }
    return total;
  }

  /** Returns the number of flows and its limit, and a line of {@code conntrack -S} for each cpu. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("count=").append(count);
    limit.ifPresent(value -> text.append(" limit=").append(value));
    cpus.forEach(cpu -> text.append('\n').append(cpu));
    expectations.forEach(cpu -> text.append('\n').append(cpu));
    return text.toString();
  }

  /** Collects statistics. Not thread-safe; confine to one thread. */
  public static final class Builder {

    private final long count;
    private final List<CpuStatistics> cpus = new ArrayList<>();
    private final List<CpuStatistics> expectations = new ArrayList<>();
    private OptionalLong limit = OptionalLong.empty();

    private Builder(long count) {
      this.count = count;
    }

    /** Returns the statistics. */
    public ConntrackStatistics build() {
      return new ConntrackStatistics(this);
    }

    /** Sets how many flows there may be, 0 for any number. */
    public Builder limit(long flows) {
      limit = OptionalLong.of(flows);
      return this;
    }

    /** Adds what one processor has counted of flows and packets. */
    public Builder addCpu(CpuStatistics counted) {
      cpus.add(counted);
      return this;
    }

    /** Adds what one processor has counted of expectations. */
    public Builder addExpectations(CpuStatistics counted) {
      expectations.add(counted);
      return this;
    }
  }
}
