package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.netlink.testing.KernelTest;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dump holds what it needs as long as it needs it, however it ends. */
@KernelTest
class DumpLifecycleIT {

  private static final int MANY = 2_000; // more than a datagram holds

  private Conntrack conntrack;
  private ConntrackTable table;
  private long before;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    table = conntrack.table();
    create(MANY);
    before = OpenSockets.count();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  @Test
  void opensASocketForTheFirstFlowAndClosesItBehindTheLast() {
    try (Stream<Flow> flows = table.dump()) {
      Iterator<Flow> iterator = flows.iterator();
      assertThat(OpenSockets.count()).isEqualTo(before);

      iterator.next();
      assertThat(OpenSockets.count()).isGreaterThan(before);

      iterator.forEachRemaining(flow -> {});
      assertThat(OpenSockets.count()).isEqualTo(before);
    }
  }

  @Test
  void closesItsSocketWithTheStream() {
    try (Stream<Flow> flows = table.dump()) {
      flows.iterator().next();
    }
    try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
      flows.iterator().next();
    }

    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void closesItsSocketWhenTheCallbackThrows() {
    UnsupportedOperationException failure = new UnsupportedOperationException("not today");

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                table.scan(
                    FlowFilter.any(),
                    flow -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void closesItsSocketWhenTheFilterThrows() {
    FlowFilter failing =
        FlowFilter.of(
            flow -> {
              throw new UnsupportedOperationException("not today");
            });

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> table.dump(failing).toList())
        .withMessage("not today");
    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void closesTheSocketOfAStreamThatWasForgotten() throws Exception {
    beginAndForget();
    assertThat(OpenSockets.count()).isGreaterThan(before);

    long after =
        Eventually.get(
            () -> {
              System.gc();
              return OpenSockets.count();
            },
            count -> count == before);

    assertThat(after).isEqualTo(before);
  }

  private void beginAndForget() {
    table.dump().iterator().next();
  }

  @Test
  void holdsNothingAfterManyDumpsAndGets() {
    for (int i = 0; i < 100; i++) {
      table.scan(FlowFilter.any(), flow -> {});
      try (Stream<Flow> flows = table.dump()) {
        assertThat(flows.findFirst()).isPresent();
      }
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(table.get(Flows.tcp(i).build().original())).isPresent();
    }

    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void holdsNothingAfterTheConntrackIsClosed() {
    for (int i = 0; i < 100; i++) {
      Conntrack.open().close();
    }

    assertThat(OpenSockets.count()).isEqualTo(before);
  }

  @Test
  void endsAScanWhenAnotherThreadClosesTheConntrack() throws Exception {
    assertEndsByClose(action -> table.scan(FlowFilter.any(), action));
  }

  @Test
  void endsAStreamWhenAnotherThreadClosesTheConntrack() throws Exception {
    assertEndsByClose(
        action -> {
          try (Stream<Flow> flows = table.dump()) {
            flows.forEach(action);
          }
        });
  }

  @Test
  void endsAZeroingStreamWhenAnotherThreadClosesTheConntrack() throws Exception {
    assertEndsByClose(
        action -> {
          try (Stream<Flow> flows = table.dumpAndZero(FlowFilter.any())) {
            flows.forEach(action);
          }
        });
  }

  /** Closes from this thread while another one is in the middle of it. */
  private void assertEndsByClose(Consumer<Consumer<FlowView>> dump) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    FutureTask<Void> running =
        new FutureTask<>(
            () ->
                dump.accept(
                    flow -> {
                      begun.countDown();
                      await(closed);
                    }),
            null);
    new Thread(running, "dump").start();
    await(begun);

    conntrack.close();
    closed.countDown();

    assertThat(running)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(ConntrackClosedException.class);
    assertThat(OpenSockets.count()).isLessThan(before);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void allocatesNothingPerFlowInAScan() {
    create(MANY, 20_000);
    ReadEverything reader = new ReadEverything();
    FlowFilter filter = FlowFilter.destination("198.51.100.0/24").not();
    for (int i = 0; i < 5; i++) {
      table.scan(filter, reader); // warms up
    }
    reader.flows = 0;

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = -threads.getCurrentThreadAllocatedBytes();
    table.scan(filter, reader);
    bytes += threads.getCurrentThreadAllocatedBytes();

    assertThat(reader.flows).isEqualTo(20_000);
    assertThat(reader.sum).isNotZero();
    assertThat(bytes).as("bytes for the scan itself").isLessThan(16_384);
  }

  /** Touches every kind of value. */
  private static final class ReadEverything implements Consumer<FlowView> {
    int flows;
    long sum;

    @Override
    public void accept(FlowView flow) {
      flows++;
      sum += flow.original().sourceLow() + flow.reply().destinationPort();
      sum += flow.packets(Direction.ORIGINAL) + flow.statusBits() + flow.markBits();
      sum += flow.timeoutSeconds() + flow.zoneId(Direction.REPLY) + flow.helperName().length();
      sum += flow.labelsLow() + flow.tcpFlags(Direction.REPLY) + flow.synproxySequence();
    }
  }

  private void create(int end) {
    create(0, end);
  }

  private void create(int start, int end) {
    IntStream.range(start, end)
        .mapToObj(number -> Flows.tcp(number).build())
        .forEach(table::create);
  }
}
