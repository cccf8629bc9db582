package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackStatistics;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.StatisticsCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcStatisticsTest {

  @TempDir private Path proc;

  private void write(String name, String text) throws IOException {
    Path file = proc.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void readsEachColumnOfEachProcessor() throws Exception {
    write("sys/net/netfilter/nf_conntrack_count", "7\n");
    write("sys/net/netfilter/nf_conntrack_max", "262144\n");
    write(
        "thread-self/net/stat/nf_conntrack",
        """
        entries  clashres found icmp_error  expect_new later
        00000007  00000001 0000000a ffffffff  00000004 00000005
        00000007  00000002 00000000 00000000  00000000 00000006
        """);

    ConntrackStatistics read = ProcStatistics.read(proc);

    assertThat(read.count()).isEqualTo(7);
    assertThat(read.limit()).hasValue(262144);
    assertThat(read.cpus().get(0))
        .hasToString("cpu=0   \tclash_resolve=1 found=10 error=4294967295 later=5 ");
    assertThat(read.cpus().get(1).value(StatisticsCounter.CLASH_RESOLVE)).hasValue(2);
    assertThat(read.expectations()).hasSize(2);
    assertThat(read.total(StatisticsCounter.EXPECT_NEW)).hasValue(4);
  }

  @Test
  void doesWithoutWhatTheKernelDoesNotShow() throws Exception {
    write("sys/net/netfilter/nf_conntrack_count", "7\n");

    ConntrackStatistics read = ProcStatistics.read(proc);

    assertThat(read.limit()).isEmpty();
    assertThat(read.cpus()).isEmpty();
  }

  @Test
  void saysHowToLoadConnectionTracking() {
    assertThatExceptionOfType(ConntrackUnavailableException.class)
        .isThrownBy(() -> ProcStatistics.read(proc))
        .withMessageContaining("modprobe nf_conntrack");
  }
}
