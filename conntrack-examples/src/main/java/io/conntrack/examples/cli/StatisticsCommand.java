package io.conntrack.examples.cli;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackStatistics;
import io.conntrack.CpuStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Carries out {@code -S}: shows what each processor has counted. */
final class StatisticsCommand {

  private static final int DONE = 0;
  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final Path SHOWN_TO_EVERYBODY = Path.of("/proc/thread-self/net/stat/nf_conntrack");

  private final Table table;
  private final FlowWriter out;

  StatisticsCommand(Table table, FlowWriter out) {
    this.table = table;
    this.out = out;
  }

  /**
   * Shows the statistics and returns the status to exit with.
   *
   * @throws ConntrackException if they cannot be asked for; those that everybody may read are shown
   *     instead then
   */
  int run() {
    try (Conntrack conntrack = Conntrack.open()) {
      ConntrackStatistics statistics = conntrack.statistics();
      write(table == Table.EXPECT ? statistics.expectations() : statistics.cpus());
      return DONE;
    } catch (ConntrackException e) {
      linesOfEverybody().forEach(line -> out.writeText(line + "\n"));
      throw e;
    } finally {
      out.flush();
    }
  }

  private void write(List<CpuStatistics> counted) {
    counted.forEach(cpu -> out.writeText(cpu + "\n"));
  }

  /** Names columns as the file does, not as counters are called otherwise. */
  private static List<String> linesOfEverybody() {
    try {
      List<String> lines = Files.readAllLines(SHOWN_TO_EVERYBODY);
      List<String> columns = words(lines.get(0));
      return IntStream.range(1, lines.size())
          .mapToObj(i -> line(i - 1, columns, words(lines.get(i))))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> words(String line) {
    return BLANKS.splitAsStream(line.strip()).toList();
  }

  private static String line(int cpu, List<String> columns, List<String> values) {
    StringBuilder text = new StringBuilder(String.format("cpu=%-4d\t", cpu));
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      text.append(columns.get(i)).append('=').append(Long.parseLong(values.get(i), 16)).append(' ');
    }
    return text.toString();
  }
}
