package io.conntrack.netlink;

import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventsLost;
import io.conntrack.EventsLostException;
import io.conntrack.FlowEvent;
import io.conntrack.LossPolicy;
import io.conntrack.netlink.testing.KernelTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher delivers what was requested, and nothing else. */
@KernelTest
class EventPublisherIT {

  private Conntrack conntrack;
  private EventStream events;
  private NumberedFlows flows;
  private Thread worker;
  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::worker);

  private Thread worker(Runnable work) {
    worker = new Thread(work, "publisher");
    worker.setDaemon(true);
    return worker;
  }

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    events = conntrack.events(EventOptions.of(NEW).buffer(10, 10));
    flows = NumberedFlows.open();
  }

  @AfterEach
  void close() {
    flows.close();
    events.close();
    conntrack.close();
    executor.shutdown();
  }

  @Test
  void deliversAsMuchAsIsRequested() throws Exception {
    Recorder recorder = subscribe(events);
    flows.create(5);
    recorder.subscription.request(2);
    assertThat(recorder.await(2)).hasSize(2);

    recorder.subscription.request(1);
    recorder.subscription.request(1);
    assertThat(recorder.await(4)).extracting(EventPublisherIT::number).containsExactly(0, 1, 2, 3);

    recorder.subscription.request(Long.MAX_VALUE);
    recorder.subscription.request(Long.MAX_VALUE);
    flows.create(2);
    assertThat(recorder.await(7)).hasSize(7);
    assertThat(recorder.ends).isEmpty();
  }

  @Test
  void receivesNothingWithoutDemandAndTellsWhatWasLostMeanwhile() throws Exception {
    Recorder recorder = subscribe(events);
    flows.create(30);
    assertThat(events.statistics().received()).isZero();

    recorder.subscription.request(100);

    List<Object> received = recorder.await(11);
    assertThat(received.get(10)).isInstanceOf(EventsLost.class);
    assertThat(((EventsLost) received.get(10)).count()).isEqualTo(20);
  }

  @Test
  void completesWhenTheStreamIsClosedWhileItWaits() throws Exception {
    Recorder recorder = subscribe(events);
    recorder.subscription.request(1);
    awaitPolling();

    events.close();

    assertThat(recorder.awaitEnd()).isEqualTo("complete");
  }

  @Test
  void completesWithoutDemandToo() throws Exception {
    Recorder recorder = subscribe(events);

    events.close();

    assertThat(recorder.awaitEnd()).isEqualTo("complete");
    assertThat(subscribe(events).awaitEnd()).isEqualTo("complete");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesARequestOfNothing(long number) throws Exception {
    Recorder recorder = subscribe(events);

    recorder.subscription.request(number);

    assertThat(recorder.awaitEnd())
        .asString()
        .contains("IllegalArgumentException: request of " + number + " events is not allowed");
  }

  @Test
  void refusesARequestOfNothingWhileItWaits() throws Exception {
    Recorder recorder = subscribe(events);
    recorder.subscription.request(1);
    awaitPolling();

    recorder.subscription.request(-5);

    assertThat(recorder.awaitEnd()).asString().contains("request of -5 events");
  }

  @Test
  void takesNothingOnceItIsCancelled() throws Exception {
    Recorder first = subscribe(events);
    first.subscription.request(100);
    awaitPolling();
    first.subscription.cancel();
    first.subscription.request(1);
    Eventually.get(() -> Waiting.isPolling(worker), polling -> !polling);
    Recorder second = Eventually.get(() -> subscribe(events), recorder -> recorder.ends.isEmpty());
    flows.create(1);
    second.subscription.request(1);

    assertThat(second.await(1)).hasSize(1);
    assertThat(first.received).isEmpty();
    assertThat(first.ends).isEmpty();
  }

  @Test
  void hasOneSubscriberAtATime() throws Exception {
    Recorder first = subscribe(events);

    assertThat(subscribe(events).awaitEnd())
        .asString()
        .contains("IllegalStateException: there is a subscriber already");

    first.subscription.cancel();
    Recorder third = subscribe(events);
    flows.create(1);
    third.subscription.request(1);
    assertThat(third.await(1)).hasSize(1);
  }

  @Test
  void passesALossOnAsAnErrorIfThatIsThePolicy() throws Exception {
    EventOptions options = EventOptions.of(NEW).buffer(2, 2).policy(LossPolicy.FAIL);
    try (EventStream failing = conntrack.events(options)) {
      flows.create(5);
      Recorder recorder = subscribe(failing);
      recorder.subscription.request(10);

      assertThat(recorder.awaitEnd()).isInstanceOf(EventsLostException.class);
      assertThat(recorder.received).hasSize(2);
    }
  }

  @Test
  void doesNotRecurseHoweverManyAreRequestedOneByOne() throws Exception {
    Recorder recorder =
        new Recorder() {
          @Override
          public void onNext(ConntrackEvent event) {
            super.onNext(event);
            subscription.request(1);
          }
        };
    try (EventStream many = conntrack.events(EventOptions.of(NEW).buffer(2_000, 2_000))) {
      many.publisher(executor).subscribe(recorder);
      flows.create(2_000);
      recorder.subscription.request(1);

      assertThat(recorder.await(2_000)).hasSize(2_000);
    }
  }

  @Test
  void saysSoIfTheExecutorTakesNothing() {
    Recorder recorder = new Recorder();

    events
        .publisher(
            task -> {
              throw new RejectedExecutionException("full");
            })
        .subscribe(recorder);

    assertThat(recorder.ends).singleElement().asString().contains("full");
  }

  private void awaitPolling() throws InterruptedException {
    Eventually.get(() -> worker != null && Waiting.isPolling(worker), polling -> polling);
  }

  private Recorder subscribe(EventStream stream) {
    Recorder recorder = new Recorder();
    stream.publisher(executor).subscribe(recorder);
    return recorder;
  }

  private static int number(Object event) {
    return NumberedFlows.number(((FlowEvent) event).flow());
  }

  /** Remembers what it gets. */
  private static class Recorder implements Flow.Subscriber<ConntrackEvent> {

    final List<Object> received = Collections.synchronizedList(new ArrayList<>());
    final List<Object> ends = Collections.synchronizedList(new ArrayList<>());
    volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(ConntrackEvent event) {
      received.add(event);
    }

    @Override
    public void onError(Throwable error) {
      ends.add(error);
    }

    @Override
    public void onComplete() {
      ends.add("complete");
    }

    List<Object> await(int count) throws InterruptedException {
      return Eventually.get(() -> List.copyOf(received), list -> list.size() >= count);
    }

    Object awaitEnd() throws InterruptedException {
      List<Object> end = Eventually.get(() -> List.copyOf(ends), list -> !list.isEmpty());
      assertThat(end).hasSize(1);
      return end.get(0);
    }
  }
}
