package io.conntrack.netlink.internal;

import io.conntrack.ConntrackStatistics;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.CpuStatistics;
import io.conntrack.StatisticsCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the statistics that the kernel shows to everybody in files. */
final class ProcStatistics {

  private static final String OPERATION = "read statistics";
  private static final Path PROC = Path.of("/proc");
  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final int HEXADECIMAL = 16;

  /** Columns that are called otherwise than the counters. */
  private static final Map<String, StatisticsCounter> RENAMED =
      Map.of(
          "icmp_error", StatisticsCounter.ERROR,
          "clashres", StatisticsCounter.CLASH_RESOLVE,
          "chainlength", StatisticsCounter.CHAIN_TOO_LONG);

  /** The same number in each line, and none of a processor. */
  private static final String ENTRIES = "entries";

  private static final Set<StatisticsCounter> OF_EXPECTATIONS =
      Set.of(
          StatisticsCounter.EXPECT_NEW,
          StatisticsCounter.EXPECT_CREATE,
          StatisticsCounter.EXPECT_DELETE);

  private final Path sysctls;
  private final Path table;

  private ProcStatistics(Path proc) {
    this.sysctls = proc.resolve("sys/net/netfilter");
    this.table = proc.resolve("thread-self/net/stat/nf_conntrack");
  }

  /** Reads those of the network namespace of the calling thread. */
  static ConntrackStatistics read() {
    return read(PROC);
  }

  /** Reads those below a directory that looks like {@code /proc}. */
  static ConntrackStatistics read(Path proc) {
    return new ProcStatistics(proc).readAll();
  }

  private ConntrackStatistics readAll() {
    OptionalLong count = number(sysctls.resolve("nf_conntrack_count"));
    if (count.isEmpty()) {
      throw new ConntrackUnavailableException(
          OPERATION,
          0,
          sysctls.resolve("nf_conntrack_count")
              + " cannot be read - load connection tracking with \"modprobe nf_conntrack\", and"
              + " mount /proc");
    }
    ConntrackStatistics.Builder read = ConntrackStatistics.builder(count.getAsLong());
    number(sysctls.resolve("nf_conntrack_max")).ifPresent(read::limit);
    readCpus(read);
    return read.build();
  }

  private static OptionalLong number(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      return OptionalLong.of(Long.parseLong(reader.readLine()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A kernel without {@code CONFIG_NF_CONNTRACK_PROCFS} has no such file. */
  private void readCpus(ConntrackStatistics.Builder read) {
    try {
      List<String> lines = Files.readAllLines(table);
      for (int cpu = 0; cpu < lines.size() - 1; cpu++) {
        addCpu(read, cpu, words(lines.get(0)), lines.get(cpu + 1));
      }
    } catch (IOException e) {
      // what each processor has counted stays unknown
    }
  }

  private static void addCpu(
      ConntrackStatistics.Builder read, int cpu, List<String> columns, String line) {
    List<String> values = words(line);
    Map<StatisticsCounter, Long> flows = new LinkedHashMap<>();
    Map<StatisticsCounter, Long> expectations = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      if (!columns.get(i).equals(ENTRIES)) {
        StatisticsCounter counter = counter(columns.get(i));
        (OF_EXPECTATIONS.contains(counter) ? expectations : flows)
            .put(counter, Long.parseLong(values.get(i), HEXADECIMAL));
      }
    }
    read.addCpu(new CpuStatistics(cpu, flows));
    read.addExpectations(new CpuStatistics(cpu, expectations));
  }

  private static List<String> words(String line) {
    return BLANKS.splitAsStream(line.strip()).toList();
  }

  private static StatisticsCounter counter(String column) {
    StatisticsCounter renamed = RENAMED.get(column);
    return renamed == null ? new StatisticsCounter(column) : renamed;
  }
}
