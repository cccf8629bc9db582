package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.EventType;
import io.conntrack.EventsLost;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.EventReceiver.Element;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses stand where they happened and are exact, whatever arrives between two system calls. */
class EventReceiverTest {

  private static final int CHARGE = EventBuffer.EVENT_BYTES;
  private static final KernelAnswers KERNEL = new KernelAnswers(0);

  private final EventCounters counters = new EventCounters();
  private final List<String> delivered = new ArrayList<>();
  private int next; // number of the next event that is sent

  private EventReceiver receiver(SimulatedSocket socket, int batchSize, FlowFilter filter) {
    int events = socket.receiveBuffer() / CHARGE;
    EventBuffer buffer = new EventBuffer(socket, events, events);
    return new EventReceiver(
        "", socket, buffer, new EventReader(filter), batchSize, counters, null);
  }

  private static SimulatedSocket socket(int events) {
    return new SimulatedSocket(events * CHARGE, 0xffff_fff0L); // so that the counter wraps soon
  }

  private void send(SimulatedSocket socket, int count) {
    for (int i = 0; i < count; i++) {
      socket.send(event(next++), CHARGE);
    }
  }

  private static ByteBuffer event(int number) {
    Tuple tuple = Tuple.udp("10.0.0.1", number >>> 16, "10.0.0.2", number & 0xffff);
    return KERNEL.flow(0, Flow.builder(tuple).build());
  }

  private void drain(EventReceiver receiver) {
    do {
      for (Element e = receiver.next(); e != Element.NONE; e = receiver.next()) {
        delivered.add(text(receiver, e));
      }
    } while (receiver.receive());
  }

  private static String text(EventReceiver receiver, Element element) {
    return switch (element) {
      case FLOW -> Integer.toString(number(receiver));
      case LOST -> receiver.lost().count() + " " + receiver.lost().cause();
      default -> element.toString();
    };
  }

  private static int number(EventReceiver receiver) {
    var tuple = receiver.flow().original();
    return tuple.sourcePort() << 16 | tuple.destinationPort();
  }

  @Test
  void putsALossBehindWhatWasQueuedBefore() {
    SimulatedSocket socket = socket(3);
    EventReceiver receiver = receiver(socket, 8, FlowFilter.any());
    send(socket, 5);
    drain(receiver);
    send(socket, 2);
    drain(receiver);

    assertThat(delivered).containsExactly("0", "1", "2", "2 OVERRUN", "5", "6");
    assertThat(receiver.type()).isEqualTo(EventType.UPDATE);
    assertThat(counters.overruns.get()).isEqualTo(1);
  }

  @Test
  void saysHonestlyThatItDoesNotKnowHowMany() {
    SimulatedSocket socket = socket(3);
    EventReceiver receiver = receiver(socket, 8, FlowFilter.any());
    send(socket, 1);
    socket.failForLackOfMemory();
    drain(receiver);
    socket.failForLackOfMemory();
    drain(receiver);

    assertThat(delivered).containsExactly("0", "0 KERNEL_MEMORY", "0 KERNEL_MEMORY");
    assertThat(counters.lost.get()).isZero();
    assertThat(counters.overruns.get()).isZero();
  }

  @Test
  void countsMessagesThatItCannotReadAsLost() {
    SimulatedSocket socket = socket(10);
    EventReceiver receiver = receiver(socket, 8, FlowFilter.any());
    send(socket, 1);
    socket.send(event(0).slice(0, 100).order(ByteOrder.nativeOrder()), CHARGE);
    socket.send(event(0).slice(0, 3).order(ByteOrder.nativeOrder()), CHARGE);
    send(socket, 1);
    socket.send(event(0).slice(0, 30).order(ByteOrder.nativeOrder()), CHARGE);
    drain(receiver);

    assertThat(delivered).containsExactly("0", "2 UNREADABLE", "1", "1 UNREADABLE");
    assertThat(counters.unreadable.get()).isEqualTo(3);
  }

  @Test
  void ignoresOtherMessagesAndEmptyDatagrams() {
    SimulatedSocket socket = socket(10);
    EventReceiver receiver = receiver(socket, 8, FlowFilter.any());
    socket.send(KERNEL.acknowledgement(1), CHARGE);
    socket.send(ByteBuffer.allocate(0), CHARGE);
    send(socket, 1);
    drain(receiver);

    assertThat(delivered).containsExactly("0");
  }

  @Test
  void skipsWhatTheFilterDoesNotSelect() {
    SimulatedSocket socket = socket(10);
    EventReceiver receiver =
        receiver(socket, 4, FlowFilter.of(flow -> flow.original().destinationPort() % 3 == 0));
    send(socket, 10);
    drain(receiver);

    assertThat(delivered).containsExactly("0", "3", "6", "9");
    assertThat(counters.received.get()).isEqualTo(10);
  }

  @Test
  void passesOtherErrorsOn() {
    SimulatedSocket socket = socket(10);
    EventReceiver receiver = receiver(socket, 4, FlowFilter.any());
    socket.fail(Errno.ENOMEM);

    assertThatExceptionOfType(SystemCallException.class)
        .isThrownBy(receiver::receive)
        .returns(Errno.ENOMEM, SystemCallException::errno);
  }

  /** With enough room that it cannot overrun again between two looks at the counter. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void placesEveryLossExactlyWhateverArrivesMeanwhile(int seed) {
    Random random = new Random(seed);
    SimulatedSocket socket = socket(64);
    EventReceiver receiver = receiver(socket, 1 + random.nextInt(16), FlowFilter.any());
    socket.arrivals(() -> send(socket, random.nextInt(10) == 0 ? random.nextInt(25) : 0));
    Sequence sequence = new Sequence();
    for (int round = 0; round < 3_000; round++) {
      sequence.take(receiver);
    }
    socket.arrivals(() -> {});
    while (sequence.take(receiver)) {}

    assertThat(sequence.lost).as("seed " + seed).isPositive().isEqualTo(socket.dropped());
    assertThat(sequence.seen + sequence.lost).as("seed " + seed).isEqualTo(next);
    assertThat(sequence.misplaced).as("seed " + seed).isZero();
  }

  /** Sums stay exact with room for next to nothing, and with events of all sizes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void countsEveryLossWhateverArrivesMeanwhile(int seed) {
    Random random = new Random(seed);
    SimulatedSocket socket = socket(1 + random.nextInt(8));
    EventReceiver receiver = receiver(socket, 1 + random.nextInt(16), FlowFilter.any());
    socket.arrivals(
        () -> {
          for (int i = random.nextInt(3) == 0 ? random.nextInt(10) : 0; i > 0; i--) {
            socket.send(event(next++), 640 + random.nextInt(2_000));
          }
        });
    Sequence sequence = new Sequence();
    for (int round = 0; round < 3_000; round++) {
      sequence.take(receiver);
    }
    socket.arrivals(() -> {});
    while (sequence.take(receiver)) {}

    assertThat(sequence.lost).as("seed " + seed).isPositive().isEqualTo(socket.dropped());
    assertThat(sequence.seen + sequence.lost).as("seed " + seed).isEqualTo(next);
    assertThat(counters.lost.get()).isEqualTo(sequence.lost);
  }

  /** Compares the gaps in the numbers with the losses between them. */
  private static final class Sequence {

    private long seen;
    private long lost;
    private long expected;
    private int misplaced;

    /** Takes all that was received, and receives. */
    boolean take(EventReceiver receiver) {
      for (Element e = receiver.next(); e != Element.NONE; e = receiver.next()) {
        if (e == Element.FLOW) {
          seen++;
          misplaced += number(receiver) == expected ? 0 : 1;
          expected = number(receiver) + 1L;
        } else {
          EventsLost event = receiver.lost();
          lost += event.count();
          expected += event.count();
        }
      }
      return receiver.receive();
    }
  }
}
