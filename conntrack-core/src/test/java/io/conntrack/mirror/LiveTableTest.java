package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackException;
import io.conntrack.Counters;
import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.Flows;
import io.conntrack.Mark;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveTableTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Flow ONE = Flows.tcp(1).id(FlowId.of(1)).mark(0).build();
  private static final Flow TWO = Flows.tcp(2).id(FlowId.of(2)).mark(0).build();
  private static final Flow THREE = Flows.tcp(3).id(FlowId.of(3)).mark(0).build();

  private final FakeConntrack conntrack = new FakeConntrack();
  private final Recorder recorder = new Recorder();
  private final List<LiveTable> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(LiveTable::close);
    assertThat(conntrack.openStreams()).isZero();
  }

  private LiveTable open(LiveTableOptions.Builder options) throws InterruptedException {
    LiveTable live = LiveTable.open(conntrack, options.listener(recorder).build());
    opened.add(live);
    return live;
  }

  private LiveTable openInStep() throws InterruptedException {
    LiveTable live = open(LiveTableOptions.builder());
    assertThat(live.awaitInStep(LIMIT)).isTrue();
    await(() -> recorder.states().contains(LiveTableState.IN_STEP));
    return live;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static Flow marked(Flow flow, int mark) {
    return flow.toBuilder().mark(mark).build();
  }

  @Test
  void loadsTheTable() throws Exception {
    conntrack.put(ONE);
    conntrack.put(TWO);

    LiveTable live = openInStep();

    assertThat(live.size()).isEqualTo(2);
    assertThat(live.stream()).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(live.statistics().silentFlows()).isEqualTo(2);
    assertThat(recorder.flows())
        .containsExactlyInAnyOrder("RESYNC added 1025", "RESYNC added 1026");
    assertThat(recorder.states()).containsExactly(LiveTableState.IN_STEP);
  }

  @Test
  void followsAFlowFromItsBeginningToItsEnd() throws Exception {
    LiveTable live = openInStep();

    conntrack.tell(EventType.NEW, ONE);
    conntrack.tell(EventType.UPDATE, marked(ONE, 7));
    await(() -> live.statistics().events() == 2);
    assertThat(live.find(ONE.original()).flatMap(Flow::mark)).contains(Mark.of(7));

    conntrack.tell(EventType.DESTROY, marked(ONE, 7));
    await(() -> live.statistics().events() == 3);
    assertThat(live.find(ONE.original())).isEmpty();
    assertThat(recorder.flows())
        .containsExactly(
            "EVENT added 1025", "EVENT changed 1025 mark 0 to 7", "EVENT removed 1025");
    assertThat(live.statistics().lookups()).isZero();
    assertThat(live.statistics().lag()).contains(Duration.ofMillis(7));
  }

  @Test
  void tellsTheDifferencesAloneAfterALoss() throws Exception {
    conntrack.put(ONE);
    conntrack.put(TWO);
    LiveTable live = openInStep();
    recorder.flows().clear();

    conntrack.remove(ONE);
    conntrack.put(THREE);
    Flow changed = marked(Flows.tcp(4).id(FlowId.of(4)).build(), 1);
    conntrack.put(changed);
    assertThat(live.refresh(LIMIT)).isTrue();
    conntrack.put(marked(changed, 2));
    conntrack.remove(THREE);
    conntrack.lose(3);

    await(() -> live.statistics().dumps() == 3 && live.isInStep());
    assertThat(recorder.flows())
        .containsExactlyInAnyOrder(
            "RESYNC added 1027",
            "RESYNC added 1028",
            "RESYNC removed 1025",
            "RESYNC changed 1028 mark 1 to 2",
            "RESYNC removed 1027");
    assertThat(live.statistics().lostEvents()).isEqualTo(3);
    assertThat(live.statistics().losses()).isEqualTo(1);
  }

  @Test
  void goesOnFollowingWhileItIsRepaired() throws Exception {
    conntrack.put(ONE);
    LiveTable live = openInStep();
    CountDownLatch dumping = new CountDownLatch(1);
    conntrack.beforeScan(() -> awaitLatch(dumping));

    conntrack.lose(1);
    await(() -> live.state() == LiveTableState.REPAIRING);
    conntrack.put(TWO);
    conntrack.tell(EventType.NEW, TWO);
    await(() -> live.find(TWO.original()).isPresent());
    assertThat(live.find(ONE.original())).contains(ONE);
    assertThat(live.isInStep()).isFalse();
    assertThat(live.awaitInStep(Duration.ofMillis(5))).isFalse();

    dumping.countDown();
    assertThat(live.awaitInStep(LIMIT)).isTrue();
    await(() -> recorder.states().size() == 3);
    assertThat(recorder.states())
        .containsExactly(LiveTableState.IN_STEP, LiveTableState.REPAIRING, LiveTableState.IN_STEP);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void dumpsAgainIfEventsAreLostDuringADump() throws Exception {
    LiveTable live = openInStep();
    AtomicInteger dumps = new AtomicInteger();
    conntrack.beforeScan(
        () -> {
          if (dumps.getAndIncrement() == 0) {
            long losses = live.statistics().losses();
            conntrack.lose(1);
            awaitQuietly(() -> live.statistics().losses() > losses);
          }
        });

    conntrack.lose(1);

    await(() -> live.statistics().losses() == 2 && live.isInStep());
    assertThat(dumps).hasValue(2);
  }

  private static void awaitQuietly(BooleanSupplier condition) {
    try {
      await(condition);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void triesAFailedDumpAgainAndSaysWhy() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    conntrack.beforeScan(
        () -> {
          if (working.getCount() > 0) {
            throw new ConntrackException("dump", 12, "no memory (ENOMEM)");
          }
        });
    conntrack.put(ONE);

    LiveTable live = open(LiveTableOptions.builder());
    await(() -> live.statistics().failures() >= 2);
    assertThat(live.state()).isEqualTo(LiveTableState.LOADING);
    assertThat(live.failure())
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("ENOMEM"));

    working.countDown();
    assertThat(live.awaitInStep(LIMIT)).isTrue();
    assertThat(live.failure()).isEmpty();
    assertThat(live.find(ONE.original())).isPresent();
  }

  @Test
  void opensAFailedStreamAgainAndResyncs() throws Exception {
    LiveTable live = openInStep();
    conntrack.put(ONE);

    conntrack.failStream(new ConntrackException("receive", 5, "broken (EIO)"));

    await(() -> live.find(ONE.original()).isPresent() && live.isInStep());
    assertThat(live.statistics().reopened()).isEqualTo(1);
    assertThat(conntrack.openStreams()).isEqualTo(1);
  }

  @Test
  void endsByItselfWhenTheConntrackIsClosed() throws Exception {
    LiveTable live = openInStep();

    conntrack.close();

    await(() -> live.state() == LiveTableState.FAILED);
    assertThat(live.failure()).isPresent();
    assertThat(live.awaitInStep(LIMIT)).isFalse();
    assertThat(live.refresh(LIMIT)).isFalse();
    await(() -> recorder.states().contains(LiveTableState.FAILED));
  }

  @Test
  void survivesWhatListenersThrow() throws Exception {
    conntrack.put(ONE);
    LiveTableListener failing =
        new LiveTableListener() {
          @Override
          public void onAdded(Flow flow, ChangeCause cause) {
            throw new IllegalStateException("a listener's mistake");
          }
        };

    LiveTable live = open(LiveTableOptions.builder().listener(failing));

    assertThat(live.awaitInStep(LIMIT)).isTrue();
    conntrack.tell(EventType.NEW, TWO);
    await(() -> recorder.flows().size() == 2);
    assertThat(live.statistics().listenerFailures()).isEqualTo(2);
  }

  @Test
  void tellsAListenerNothingMoreOnceItIsRemoved() throws Exception {
    LiveTable live = openInStep();
    Recorder later = new Recorder();
    live.addListener(later);
    conntrack.tell(EventType.NEW, ONE);
    await(() -> later.flows().size() == 1);

    live.removeListener(later);
    conntrack.tell(EventType.NEW, TWO);
    await(() -> recorder.flows().size() == 2);

    assertThat(later.flows()).hasSize(1);
  }

  @Test
  void findsByEitherTupleInItsZone() throws Exception {
    Flow zoned = Flows.natted().zone(Direction.REPLY, Zone.of(7)).build();
    conntrack.put(zoned);
    LiveTable live = openInStep();

    assertThat(live.find(zoned.original())).contains(zoned);
    assertThat(live.find(zoned.reply(), Zone.of(7))).contains(zoned);
    assertThat(live.find(zoned.reply())).isEmpty();
    assertThat(live.find(zoned.original(), Zone.of(7))).isEmpty();
  }

  @Test
  void translatesToAndFro() throws Exception {
    conntrack.put(Flows.natted().build());
    LiveTable live = openInStep();
    Tuple before = Tuple.tcp("192.0.2.1", Flows.CLIENT_PORT, "198.51.100.1", 443);
    Tuple behind = Tuple.tcp("192.0.2.254", 50_000, "203.0.113.9", 8443);

    assertThat(live.translatedOf(before)).contains(behind);
    assertThat(live.originalOf(behind)).contains(before);
    assertThat(live.translatedOf(behind.inverse())).contains(before.inverse());
    assertThat(live.originalOf(before.inverse())).contains(behind.inverse());
    assertThat(live.translatedOf(ONE.original())).isEmpty();
    assertThat(live.originalOf(ONE.original())).isEmpty();
  }

  @Test
  void translatesAnUntranslatedTupleToItself() throws Exception {
    conntrack.put(ONE);
    LiveTable live = openInStep();

    assertThat(live.translatedOf(ONE.original())).contains(ONE.original());
    assertThat(live.originalOf(ONE.original())).contains(ONE.original());
  }

  @Test
  void selectsByAFilterWhileItIsRead() throws Exception {
    conntrack.put(ONE);
    conntrack.put(marked(TWO, 5));
    LiveTable live = openInStep();
    List<Tuple> selected = new ArrayList<>();

    live.forEach(FlowFilter.mark(5), flow -> selected.add(flow.original()));

    assertThat(selected).containsExactly(TWO.original());
  }

  @Test
  void mirrorsOnlyWhatItsFilterSelects() throws Exception {
    conntrack.put(ONE);
    conntrack.put(marked(TWO, 5));
    LiveTable live = open(LiveTableOptions.builder().filter(FlowFilter.mark(5)));
    assertThat(live.awaitInStep(LIMIT)).isTrue();
    assertThat(live.stream()).extracting(Flow::original).containsExactly(TWO.original());

    conntrack.put(marked(ONE, 5));
    conntrack.tell(EventType.UPDATE, marked(ONE, 5));
    conntrack.put(TWO);
    conntrack.tell(EventType.UPDATE, TWO);

    await(() -> live.statistics().events() == 2 && live.statistics().openQuestions() == 0);
    assertThat(live.stream()).extracting(Flow::original).containsExactly(ONE.original());
  }

  @Test
  void bringsCountersUpToDateWhenAsked() throws Exception {
    conntrack.put(ONE);
    LiveTable live = openInStep();
    recorder.flows().clear();
    Counters counters = new Counters(5, 500);
    conntrack.put(ONE.toBuilder().counters(Direction.ORIGINAL, counters).build());

    assertThat(live.refresh(LIMIT)).isTrue();

    assertThat(live.find(ONE.original()).flatMap(flow -> flow.counters(Direction.ORIGINAL)))
        .contains(counters);
    assertThat(recorder.flows()).isEmpty();
    assertThat(live.isInStep()).isTrue();
  }

  @Test
  void closesTwiceAndStaysReadable() throws Exception {
    conntrack.put(ONE);
    LiveTable live = openInStep();

    live.close();
    live.close();

    assertThat(live.state()).isEqualTo(LiveTableState.CLOSED);
    assertThat(live.find(ONE.original())).contains(ONE);
    assertThat(live.awaitInStep(LIMIT)).isFalse();
    assertThat(recorder.states()).endsWith(LiveTableState.CLOSED).hasSize(2);
    await(() -> threads().isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("conntrack-mirror"))
        .toList();
  }

  @Test
  void canBeClosedByAListener() throws Exception {
    LiveTable live = openInStep();
    live.addListener(
        new LiveTableListener() {
          @Override
          public void onAdded(Flow flow, ChangeCause cause) {
            live.close();
          }
        });

    conntrack.tell(EventType.NEW, ONE);

    await(() -> live.state() == LiveTableState.CLOSED && threads().isEmpty());
  }

  @Test
  void givesADumpUpWhenItIsClosed() throws Exception {
    CountDownLatch dumping = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    conntrack.put(ONE);
    conntrack.beforeScan(
        () -> {
          dumping.countDown();
          awaitLatch(closing);
        });
    LiveTable live = open(LiveTableOptions.builder());
    awaitLatch(dumping);

    Thread closer = new Thread(live::close);
    closer.start();
    await(() -> live.state() == LiveTableState.CLOSED);
    closing.countDown();
    closer.join(LIMIT.toMillis());

    assertThat(closer.isAlive()).isFalse();
    assertThat(live.size()).isZero();
  }

  @Test
  void runsOnTheThreadsOfTheCaller() throws Exception {
    ExecutorService executor =
        Executors.newFixedThreadPool(2, work -> new Thread(work, "the caller's"));
    List<String> names = new ArrayList<>();
    conntrack.beforeScan(() -> names.add(Thread.currentThread().getName()));

    LiveTable live = open(LiveTableOptions.builder().executor(executor));
    assertThat(live.awaitInStep(LIMIT)).isTrue();
    live.close();

    assertThat(names).containsExactly("the caller's");
    executor.shutdown();
    assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsWhenItsThreadsAreInterrupted() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    LiveTable live = open(LiveTableOptions.builder().executor(executor));
    assertThat(live.awaitInStep(LIMIT)).isTrue();

    executor.shutdownNow();

    assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(live.state()).isEqualTo(LiveTableState.FAILED);
  }

  @Test
  void leavesNothingOpenIfItsThreadsAreRefused() {
    LiveTableOptions options =
        LiveTableOptions.builder()
            .executor(
                task -> {
                  throw new RejectedExecutionException("no threads");
                })
            .build();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> LiveTable.open(conntrack, options));
    assertThat(conntrack.openStreams()).isZero();
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    LiveTableOptions.Builder builder = LiveTableOptions.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.audit(Duration.ZERO))
        .withMessageContaining("PT0S");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.silence(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.lookupsPerSecond(0))
        .withMessageContaining("0");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.buffer(0, 1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.filter(FlowFilter.parse("tcp and udp")));
  }
}
