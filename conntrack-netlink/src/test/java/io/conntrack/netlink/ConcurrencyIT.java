package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.Flows;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.testing.KernelTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads share one {@code Conntrack}, and each gets its own answers. */
@KernelTest
class ConcurrencyIT {

  private static final int THREADS = 8;
  private static final int ROUNDS = 1_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Conntrack conntrack;
  private ConntrackTable table;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    conntrack.close();
  }

  @Test
  void givesEachThreadItsOwnAnswers() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Future<?> dumping = threads.submit(() -> dumpUntil(done));
    List<Future<?>> workers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread * ROUNDS;
      workers.add(threads.submit(() -> useFlows(first)));
    }

    for (Future<?> worker : workers) {
      worker.get(60, TimeUnit.SECONDS);
    }
    done.set(true);
    dumping.get(20, TimeUnit.SECONDS);

    assertThat(table.count()).isZero();
  }

  private void useFlows(int first) {
    for (int number = first; number < first + ROUNDS; number++) {
      useFlow(Flows.tcp(number).mark(number).build());
    }
  }

  private void useFlow(Flow flow) {
    Tuple original = flow.original();
    assertThat(table.get(original)).isEmpty();
    table.create(flow);
    assertThat(table.get(original).orElseThrow())
        .extracting(Flow::original, Flow::markBits)
        .containsExactly(original, flow.markBits());
    table.update(original, FlowUpdate.mark(~flow.markBits()));
    Flow changed = table.get(original).orElseThrow();
    assertThat(changed.markBits()).isEqualTo(~flow.markBits());
    table.delete(changed);
  }

  private void dumpUntil(AtomicBoolean done) {
    while (!done.get()) {
      table.scan(
          FlowFilter.any(), flow -> assertThat(flow.original().destinationPort()).isEqualTo(443));
      try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
        assertThat(flows).allSatisfy(flow -> assertThat(flow.reply().sourcePort()).isEqualTo(443));
      }
    }
  }

  @Test
  void createsAFlowOnceHoweverManyTry() throws Exception {
    List<Future<Integer>> workers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      workers.add(threads.submit(this::createAllIfAbsent));
    }

    int created = 0;
    for (Future<Integer> worker : workers) {
      created += worker.get(60, TimeUnit.SECONDS);
    }

    assertThat(created).isEqualTo(ROUNDS);
    assertThat(table.count()).isEqualTo(ROUNDS);
  }

  private int createAllIfAbsent() {
    int created = 0;
    for (int number = 0; number < ROUNDS; number++) {
      try {
        table.create(Flows.tcp(number).build());
        created++;
      } catch (FlowExistsException e) {
        assertThat(e.errno()).isEqualTo(Errno.EEXIST);
      }
    }
    return created;
  }
}
