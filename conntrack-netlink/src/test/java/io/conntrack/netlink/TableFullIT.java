package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.Flows;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.uapi.Requirement;
import io.conntrack.netlink.testing.KernelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A full table says so. The limit is that of the machine, which a test must not lower, but it
 * counts for each network namespace alone, so the own one is filled.
 */
@KernelTest
class TableFullIT {

  private static final long AFFORDABLE = 1_000_000;

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
        for (int number = 0; number < limit; number++) {
          table.create(flow(number));
        }

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

  /** Returns an assured flow, because the kernel drops others to make room. */
  private static Flow flow(int number) {
    return Flows.tcp(number).build();
  }
}
