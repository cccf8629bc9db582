package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Flows;
import io.conntrack.MalformedMessageException;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.StatisticsDecoder;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestChannelTest {

  private static final Operation FLUSH = Operation.of("flush");
  private static final Operation COUNT = Operation.of("count");
  private static final int LARGEST_ANSWER = 32768;

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final KernelAnswers answers = kernel.answers();
  private final RequestChannel channel = new RequestChannel(kernel, Duration.ofSeconds(5));

  @Test
  void numbersItsRequests() {
    kernel.acknowledge().acknowledge();

    flush();
    flush();

    assertThat(kernel.requests()).extracting(WireMessage::sequence).doesNotHaveDuplicates();
  }

  @Test
  void skipsWhatAnswersNobodyHere() {
    kernel.on(
        request -> {
          int sequence = request.sequence();
          kernel.deliver(
              new KernelAnswers(1).refusal(sequence, Errno.EPERM),
              answers.refusal(sequence - 1, Errno.EPERM),
              answers.refusal(sequence + 1, Errno.EPERM),
              answers.refusal(0, Errno.EPERM),
              ByteBuffer.allocate(0),
              answers.acknowledgement(sequence));
        });

    flush();
  }

  @Test
  void findsItsAnswerAmongOthersInADatagram() {
    kernel.reply(
        request ->
            KernelAnswers.together(
                answers.refusal(request.sequence() - 1, Errno.EPERM),
                answers.statistics(request.sequence(), 42, 100)));

    assertThat(count()).isEqualTo(42);
  }

  /** {@code NLMSG_NOOP} and {@code NLMSG_OVERRUN}. */
  @Test
  void skipsControlMessages() {
    kernel.on(
        request -> {
          int sequence = request.sequence();
          kernel.deliver(
              answers.done(sequence, 0).putShort(4, (short) 1),
              answers.done(sequence, 0).putShort(4, (short) 4),
              answers.acknowledgement(sequence));
        });

    flush();
  }

  @Test
  void aLateAnswerDoesNotAnswerTheNextRequest() {
    kernel.ignore();
    assertThatExceptionOfType(ConntrackTimeoutException.class).isThrownBy(this::flush);

    kernel.on(
        request -> {
          kernel.deliver(answers.acknowledgement(request.sequence() - 1));
          kernel.deliver(answers.refusal(request.sequence(), Errno.EBUSY));
        });

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::flush)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
  }

  @Test
  void repeatsWhatTheKernelSays() {
    kernel.reply(
        request ->
            answers.refusal(request.sequence(), Errno.EINVAL, "Attribute failed validation", 20));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::flush)
        .withMessageStartingWith(
            "flush: invalid argument (EINVAL): Attribute failed validation at request offset 20 - ");
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenTimeIsUp() {
    kernel.ignore();

    assertThatExceptionOfType(ConntrackTimeoutException.class)
        .isThrownBy(this::flush)
        .withMessage(
            "flush: no answer within 5000 ms - whether it was done is unknown, look at the table");
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenAnAnswerIsLost() {
    kernel.on(request -> kernel.fail(Errno.ENOBUFS));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::flush)
        .withMessage(
            "flush: recv: no buffer space (ENOBUFS) - an answer was lost, so the outcome is not"
                + " known: look at the table")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOBUFS));
  }

  @Test
  void readsNothingFromAnAnswerThatIsCut() {
    kernel.on(
        request ->
            kernel.deliverCut(answers.statistics(request.sequence(), 42, 100), LARGEST_ANSWER + 1));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::count)
        .withMessageContaining("32769")
        .withMessageContaining("32768");
  }

  @Test
  void goesOnAfterAnAnswerThatIsMalformed() {
    kernel.reply(request -> answers.statistics(request.sequence(), 42, 100).putInt(0, 15));
    kernel.reply(request -> answers.statistics(request.sequence(), 42, 100));

    assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(this::count);
    assertThat(count()).isEqualTo(42);
  }

  @Test
  void goesOnAfterARequestThatCouldNotBeWritten() {
    kernel.acknowledge();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                channel.execute(
                    FLUSH,
                    (message, sequence) -> {
                      message.begin(0x0102, 0, sequence, 0);
                      throw new IllegalStateException();
                    }));

    Tuple tuple = Flows.tcp().build().original();
    channel.execute(FLUSH, (message, sequence) -> FlowRequests.delete(message, sequence, tuple, 0));
    assertThat(kernel.requests()).hasSize(1);
    assertThat(kernel.requests().get(0).values()).isNotEmpty();
  }

  @Test
  void saysThatItIsClosed() {
    channel.close();

    assertThat(kernel.isClosed()).isTrue();
    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(this::flush)
        .withMessage("flush: closed - open another one");
  }

  @Test
  void saysThatItWasClosedWhileItWaited() {
    kernel.on(request -> channel.close());

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(this::flush);
  }

  private void flush() {
    channel.execute(FLUSH, FlowRequests::flush);
  }

  private long count() {
    StatisticsDecoder statistics = new StatisticsDecoder();
    return channel.query(
        COUNT,
        FlowRequests::statistics,
        message -> {
          statistics.decode(message);
          return statistics.count();
        });
  }
}
