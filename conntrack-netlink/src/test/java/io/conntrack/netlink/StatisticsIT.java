package io.conntrack.netlink;

import static io.conntrack.netlink.ChildJvm.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackStatistics;
import io.conntrack.CpuStatistics;
import io.conntrack.StatisticsCounter;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statistics are those of the network namespace, and the same by all ways. */
@KernelTest
class StatisticsIT {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);

  @Test
  void countsWhatIsDoneInTheNamespace() {
    try (Conntrack conntrack = Conntrack.open()) {
      ConntrackStatistics before = conntrack.statistics();
      conntrack.table().create(SampleFlows.plain(TCP));
      ConntrackStatistics after = conntrack.statistics();

      assertThat(before.count()).isZero();
      assertThat(before.total(StatisticsCounter.INSERT)).hasValue(0);
      assertThat(after.count()).isEqualTo(1);
      assertThat(after.total(StatisticsCounter.INSERT)).hasValue(1);
      assertThat(after.limit()).hasValue(conntrack.table().limit());
    }
  }

  @Test
  @KernelTest(needs = Feature.CONNTRACK)
  void showsWhatTheCommandShows(Netns netns) throws Exception {
    try (Conntrack conntrack = Conntrack.open()) {
      conntrack.table().create(SampleFlows.plain(TCP));
      ConntrackStatistics statistics = conntrack.statistics();

      assertThat(statistics.cpus())
          .extracting(CpuStatistics::toString)
          .isEqualTo(netns.conntrack("-S"));
      assertThat(statistics.expectations())
          .extracting(CpuStatistics::toString)
          .isEqualTo(netns.conntrack("-S", "expect"));
    }
  }

  @Test
  void readsTheSameFromFiles() {
    try (Conntrack conntrack = Conntrack.open()) {
      conntrack.table().create(SampleFlows.plain(TCP));
      ConntrackStatistics asked = conntrack.statistics();
      ConntrackStatistics read = Conntrack.readStatistics();

      assertThat(read.count()).isEqualTo(1);
      assertThat(read.limit()).isEqualTo(asked.limit());
      for (int i = 0; i < asked.cpus().size(); i++) {
        assertThat(read.cpus().get(i).counters())
            .containsAllEntriesOf(asked.cpus().get(i).counters());
        assertThat(read.expectations().get(i)).isEqualTo(asked.expectations().get(i));
      }
    }
  }

  @Test
  @KernelTest(needs = Feature.UNSHARE)
  void readsFilesWithoutPrivilege(Netns netns) throws Exception {
    try (Conntrack conntrack = Conntrack.open()) {
      conntrack.table().create(SampleFlows.plain(TCP));
    }
    String[] wrapper = {"unshare", "--user", "--map-root-user", "--"};
    String[] program = {"-cp", System.getProperty("java.class.path"), Reading.class.getName()};

    List<String> lines = netns.run(concat(wrapper, ChildJvm.java(program))).orFail().lines();

    assertThat(lines.get(0)).startsWith("count=1 limit=");
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("insert=1 "));
  }

  /** The program that is run without privilege. */
  static final class Reading {
    private Reading() {}

    /** Says what may be read. */
    public static void main(String[] arguments) {
      System.out.println(Conntrack.readStatistics());
    }
  }
}
