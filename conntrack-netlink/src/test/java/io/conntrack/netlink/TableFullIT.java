package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkReport;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.Flows;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.uapi.Requirement;
import io.conntrack.netlink.testing.KernelTest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A full table says so. The limit is that of the machine, which a test must not lower, but it
 * counts for each network namespace alone, so the own one is filled.
 */
@KernelTest
class TableFullIT {

  private static final long AFFORDABLE = 1_000_000;
  private static final int BEYOND = 300;

  @Test
  @Timeout(300)
  void saysThatTheTableIsFull() {
    try (Conntrack conntrack = Conntrack.open()) {
      ConntrackTable table = conntrack.table();
      long limit = table.limit();
      Requirement.require(
          limit <= AFFORDABLE,
          "a table of " + limit + " flows takes too long to fill: lower nf_conntrack_max");
      try {
        BulkReport report = table.createAll(flows(limit + BEYOND));

        assertThat(report)
            .extracting(BulkReport::matched, BulkReport::changed, BulkReport::failed)
            .containsExactly(limit + BEYOND, limit, (long) BEYOND);
        assertThat(report.firstFailures())
            .extracting(failure -> failure.reason().getMessage())
            .hasSize(BulkReport.LISTED)
            .allMatch(text -> text.contains("(ENOMEM) - the table is full: "));
        assertThatExceptionOfType(ConntrackException.class)
            .isThrownBy(() -> table.create(flow((int) limit)))
            .withMessageContaining("(ENOMEM) - the table is full: ")
            .withMessageContaining("of " + limit + "; raise sysctl net.netfilter.nf_conntrack_max")
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM));
        table.delete(flow(0).original());
        table.create(flow((int) limit));
      } finally {
        table.flush();
      }
      assertThat(table.count()).isZero();
    }
  }

  private static Stream<Flow> flows(long count) {
    return IntStream.range(0, (int) count).mapToObj(TableFullIT::flow);
  }

  /** Returns an assured flow, because the kernel drops others to make room. */
  private static Flow flow(int number) {
    return Flows.tcp(number).build();
  }
}
