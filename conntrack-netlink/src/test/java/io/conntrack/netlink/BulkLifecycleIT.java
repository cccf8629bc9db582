package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.conntrack.BulkReport;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.Protocol;
import io.conntrack.netlink.testing.KernelTest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bulk operations live with other threads, with traffic, and with their own end. */
@KernelTest
class BulkLifecycleIT extends OpenTable {

  private static final int MANY = 2_000;
  private static final FlowFilter DOOMED = FlowFilter.mark(16);
  private static final FlowFilter RESIDUE = FlowFilter.of(flow -> true); // for the process alone

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private void create(int from, int to, int mark) {
    Stream<Flow> flows =
        IntStream.range(from, to).mapToObj(number -> Flows.tcp(number).mark(mark).build());
    BulkReport report = table.createAll(flows);
    assertThat(report.changed()).isEqualTo(to - from);
  }

  @Test
  void holdsNothingBehindItsEnd() {
    create(0, MANY, 16);
    long before = OpenSockets.count();

    for (int i = 0; i < 10; i++) {
      table.preview(FlowFilter.any());
      table.updateAll(FlowFilter.any(), FlowUpdate.mark(16 + i));
    }
    table.deleteAll(FlowFilter.any());
    table.createAll(Stream.of(Flows.tcp().build()));

    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void saysHowFarItGotWhenItIsClosed() {
    create(0, MANY, 16);
    int[] seen = {0};
    FlowFilter closing =
        FlowFilter.of(
            flow -> {
              if (++seen[0] == 200) {
                conntrack.close();
              }
              return true;
            });

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> table.deleteAll(closing))
        .withMessageStartingWith(
            "delete all " + closing + " (so far 128 changed, 0 already gone, 0 failed")
        .withMessageEndingWith("): closed - open another one");
    try (Conntrack another = Conntrack.open()) {
      assertThat(another.table().count()).isEqualTo(MANY - 128);
    }
  }

  @Test
  void endsADeletionWhenAnotherThreadCloses() throws Exception {
    assertEndsByClose(filter -> table.deleteAll(filter));
  }

  @Test
  void endsAnUpdateWhenAnotherThreadCloses() throws Exception {
    assertEndsByClose(filter -> table.updateAll(filter, FlowUpdate.mark(7)));
  }

  private interface Operation {
    void on(FlowFilter filter);
  }

  private void assertEndsByClose(Operation operation) throws Exception {
    create(0, MANY, 16);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Predicate<FlowView> waiting =
        flow -> {
          begun.countDown();
          await(closed);
          return true;
        };
    Future<?> running = threads.submit(() -> operation.on(FlowFilter.of(waiting)));
    await(begun);

    conntrack.close();
    closed.countDown();

    assertThat(running)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(ConntrackClosedException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void leavesAloneWhatComesAndGoesMeanwhile() throws Exception {
    try (UdpSender sender = UdpSender.open(200)) {
      sender.sendToAll();
      List<Integer> ids = udpIds();
      create(0, MANY, 7);
      AtomicBoolean done = new AtomicBoolean();
      sender.start();
      List<Future<?>> churn = new ArrayList<>();
      for (int thread = 1; thread <= 3; thread++) {
        int first = thread * 10_000;
        churn.add(threads.submit(() -> churnUntil(done, first)));
      }

      long deleted = 0;
      for (int round = 0; round < 30; round++) {
        BulkReport report = table.deleteAll(DOOMED);
        assertThat(report.failed()).isZero();
        assertThat(report.matched()).isEqualTo(report.changed() + report.gone());
        deleted += report.changed();
      }

      done.set(true);
      for (Future<?> thread : churn) {
        thread.get(20, TimeUnit.SECONDS);
      }
      sender.stop();
      assertThat(deleted).isPositive();
      assertThat(table.preview(FlowFilter.mark(7))).isEqualTo(MANY);
      assertThat(udpIds()).isEqualTo(ids);
    }
  }

  private List<Integer> udpIds() {
    List<Integer> ids = new ArrayList<>();
    table.scan(FlowFilter.protocol(Protocol.UDP), flow -> ids.add(flow.idBits()));
    return ids.stream().sorted().toList();
  }

  /** Creates flows that are to be deleted, and others of which each must still be there after. */
  private void churnUntil(AtomicBoolean done, int first) {
    while (!done.get()) {
      create(first, first + 300, 16);
      create(first + 1_000, first + 1_300, 9);
      List<Flow> spared =
          IntStream.range(first + 1_000, first + 1_300)
              .mapToObj(number -> table.get(Flows.tcp(number).build().original()).orElseThrow())
              .toList();
      spared.forEach(table::delete); // throws if one has gone
      IntStream.range(first, first + 300)
          .mapToObj(number -> Flows.tcp(number).build().original())
          .forEach(original -> table.get(original).ifPresent(this::deleteIfThere));
    }
  }

  private void deleteIfThere(Flow flow) {
    try {
      table.delete(flow);
    } catch (FlowNotFoundException e) {
      assertThat(flow.markBits()).isEqualTo(16); // the other thread was faster
    }
  }

  @Test
  void createsAndDeletesAFlowOnceHoweverManyTry() throws Exception {
    List<Flow> flows =
        IntStream.range(0, MANY).mapToObj(number -> Flows.tcp(number).mark(16).build()).toList();

    assertThat(sumOfFour(() -> table.createAll(flows))).isEqualTo(MANY);
    assertThat(sumOfFour(() -> table.deleteAll(DOOMED))).isEqualTo(MANY);
    assertThat(table.count()).isZero();
  }

  /** Returns how many flows were changed by four threads together. */
  private long sumOfFour(Callable<BulkReport> operation) throws Exception {
    long changed = 0;
    for (Future<BulkReport> report : threads.invokeAll(Collections.nCopies(4, operation))) {
      changed += report.get(20, TimeUnit.SECONDS).changed();
    }
    return changed;
  }

  @Test
  void allocatesNothingPerFlowThatItDeletes() {
    for (int i = 0; i < 5; i++) {
      bytesToDelete(22_000); // warms up
    }

    long few = bytesToDelete(2_000);
    long many = bytesToDelete(22_000);

    assertThat(many - few).as("bytes for 20000 more flows").isLessThan(16_384);
  }

  private long bytesToDelete(int count) {
    create(0, count, 16);
    ThreadMXBean counter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = -counter.getCurrentThreadAllocatedBytes();
    BulkReport report = table.deleteAll(DOOMED.and(RESIDUE));
    bytes += counter.getCurrentThreadAllocatedBytes();
    assertThat(report).isEqualTo(new BulkReport(count, count, 0, 0, List.of(), true));
    return bytes;
  }
}
