package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Flows;
import io.conntrack.MalformedMessageException;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Protocol;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowDumpTest {

  private static final Flow FIRST = Flows.tcp(1).build();
  private static final Flow SECOND = Flows.tcp(2).build();
  private static final Flow THIRD = Flows.udp6().build();

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final KernelAnswers answers = kernel.answers();
  private final FlowDump dump = dump(FlowFilter.any());
  private final List<Flow> flows = new ArrayList<>();

  private FlowDump dump(FlowFilter filter) {
    return new FlowDump(Operation.of("dump"), kernel, Pushdown.NONE, filter, Duration.ofSeconds(5));
  }

  private FlowDump byMark() {
    Pushdown mark = Pushdown.of(KernelCondition.of(KernelField.MARK, 1, 0xff));
    return new FlowDump(
        Operation.of("dump"), kernel, mark, FlowFilter.any(), Duration.ofSeconds(5));
  }

  /** A refusal must not change a result, so the whole table is asked for, and filtered here. */
  @Test
  void asksAgainWithoutConditionsThatTheKernelRefuses() {
    kernel.refuse(Errno.EINVAL);
    kernel.on(
        request ->
            kernel.deliver(
                answers.flow(request.sequence(), FIRST), answers.done(request.sequence(), 0)));

    byMark().forEach(view -> flows.add(Flow.copyOf(view)));

    assertThat(flows).containsExactly(FIRST);
    assertThat(kernel.requests().get(0).values()).containsKey("CTA_MARK");
    assertThat(kernel.requests().get(1).values()).isEmpty();
  }

  @Test
  void doesNotAskAgainWhereItIsNotTheConditions() {
    kernel.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class).isThrownBy(() -> byMark().next());
    assertThat(kernel.requests()).hasSize(1);
    assertThat(kernel.isClosed()).isTrue();
  }

  private void collect() {
    dump.forEach(view -> flows.add(Flow.copyOf(view)));
  }

  @Test
  void deliversTheFlowsOfAllDatagrams() {
    kernel.on(
        request -> {
          int sequence = request.sequence();
          kernel.deliver(
              KernelAnswers.together(answers.flow(sequence, FIRST), answers.flow(sequence, SECOND)),
              answers.flow(sequence, THIRD),
              answers.done(sequence, 0));
        });

    collect();

    assertThat(flows).containsExactly(FIRST, SECOND, THIRD);
    assertThat(kernel.isClosed()).isTrue();
    assertThat(kernel.requests()).hasSize(1);
  }

  @Test
  void endsAtOnceOnAnEmptyTable() {
    kernel.reply(request -> answers.done(request.sequence(), 0));

    collect();

    assertThat(flows).isEmpty();
    assertThat(kernel.isClosed()).isTrue();
    assertThat(dump.next()).isFalse();
    assertThat(dump.flow().attributeBits()).isZero();
  }

  /** The kernel loses flows without a word then. */
  @Test
  void saysInTheEndThatTheHashTableWasResized() {
    kernel.on(
        request -> {
          kernel.deliver(answers.flow(request.sequence(), FIRST));
          kernel.deliver(answers.done(request.sequence(), 0));
        });
    FlowDump resized = dump(1_048_576, 65_536);

    assertThat(resized.next()).isTrue();
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(resized::next)
        .withMessage(
            "dump: flows may be missing or doubled, because the kernel's hash table was resized"
                + " meanwhile from 1048576 to 65536 buckets - dump again");
    assertThat(kernel.isClosed()).isTrue();
    assertThat(resized.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"65536, 65536", "0, 65536", "65536, 0"})
  void comparesSizesOfTheHashTableThatItKnows(int before, int after) {
    kernel.reply(request -> answers.done(request.sequence(), 0));

    assertThat(dump(before, after).next()).isFalse();
  }

  private FlowDump dump(int bucketsBefore, int bucketsAfter) {
    Iterator<Integer> buckets = List.of(bucketsBefore, bucketsAfter).iterator();
    return new FlowDump(
        Operation.of("dump"),
        kernel,
        Pushdown.NONE,
        FlowFilter.any(),
        Duration.ofSeconds(5),
        buckets::next);
  }

  @Test
  void sendsNothingBeforeTheFirstFlowIsAskedFor() {
    assertThat(kernel.requests()).isEmpty();
    assertThat(kernel.isClosed()).isFalse();
  }

  @Test
  void deliversWhatTheFilterSelects() {
    kernel.on(
        request -> {
          kernel.deliver(answers.flow(request.sequence(), FIRST));
          kernel.deliver(answers.flow(request.sequence(), THIRD));
          kernel.deliver(answers.done(request.sequence(), 0));
        });

    dump(FlowFilter.protocol(Protocol.UDP)).forEach(view -> flows.add(Flow.copyOf(view)));

    assertThat(flows).containsExactly(THIRD);
  }

  @Test
  void skipsWhatIsNotPartOfIt() {
    KernelAnswers foreign = new KernelAnswers(1);
    kernel.on(
        request -> {
          int sequence = request.sequence();
          kernel.deliver(
              foreign.flow(sequence, FIRST),
              answers.flow(sequence + 1, FIRST),
              answers.flow(0, FIRST), // an event
              answers.statistics(sequence, 1, 1),
              foreign.done(sequence, 0),
              answers.done(sequence - 1, 0),
              foreign.refusal(sequence, Errno.EPERM),
              ByteBuffer.allocate(0),
              KernelAnswers.together(foreign.flow(sequence, FIRST), answers.flow(sequence, SECOND)),
              answers.done(sequence, 0));
        });

    collect();

    assertThat(flows).containsExactly(SECOND);
  }

  @Test
  void failsWithTheErrorAtItsEnd() {
    kernel.on(
        request -> {
          kernel.deliver(answers.flow(request.sequence(), FIRST));
          kernel.deliver(answers.done(request.sequence(), Errno.ENOMEM, "Too little memory"));
        });

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::collect)
        .withMessageStartingWith("dump: out of memory (ENOMEM): Too little memory - ");
    assertThat(flows).containsExactly(FIRST);
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void failsWithTheErrorAtItsStart() {
    kernel.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(this::collect)
        .withMessageStartingWith("dump: operation not permitted (EPERM) - ");
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void deliversNothingOfADatagramThatIsCut() {
    kernel.on(request -> kernel.deliverCut(answers.flow(request.sequence(), FIRST), 32768 + 1));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::collect)
        .withMessage("dump: a datagram of 32769 bytes did not fit into 32768: messages were lost");
    assertThat(flows).isEmpty();
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void endsAtAMessageThatIsMalformed() {
    kernel.on(
        request -> {
          ByteBuffer malformed = answers.flow(request.sequence(), SECOND).putShort(20, (short) 3);
          kernel.deliver(
              KernelAnswers.together(answers.flow(request.sequence(), FIRST), malformed),
              answers.flow(request.sequence(), THIRD));
        });

    assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(this::collect);
    assertThat(flows).containsExactly(FIRST);
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void endsAtALengthThatIsMalformed() {
    kernel.reply(request -> answers.flow(request.sequence(), FIRST).putInt(0, 5));

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(this::collect)
        .withMessageStartingWith("decode: nlmsg_len 5 does not fit into ");
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void failsWhenTheKernelStopsAnswering() {
    kernel.reply(request -> answers.flow(request.sequence(), FIRST));

    assertThatExceptionOfType(ConntrackTimeoutException.class)
        .isThrownBy(this::collect)
        .withMessageStartingWith("dump: no answer within 5000 ms");
    assertThat(flows).containsExactly(FIRST);
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void failsWhenMessagesAreLost() {
    kernel.on(
        request -> {
          kernel.deliver(answers.flow(request.sequence(), FIRST));
          kernel.fail(Errno.ENOBUFS);
          kernel.deliver(answers.done(request.sequence(), 0));
        });

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(this::collect)
        .withMessageContaining("(ENOBUFS)");
    assertThat(flows).containsExactly(FIRST);
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void anErrorOfTheFilterClosesTheSocket() {
    kernel.reply(request -> answers.flow(request.sequence(), FIRST));
    FlowDump failing = dump(FlowFilter.of(FlowDumpTest::fail));

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(failing::next);
    assertThat(kernel.isClosed()).isTrue();
  }

  private static boolean fail(FlowView view) {
    throw new IllegalStateException("no decision on " + view);
  }

  @Test
  void saysThatItWasClosedMeanwhile() {
    kernel.reply(request -> answers.flow(request.sequence(), FIRST));
    assertThat(dump.next()).isTrue();

    dump.close();

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(dump::next)
        .withMessage("dump: closed - open another one");
  }

  @Test
  void asksForFlowsOfAllFamilies() {
    kernel.reply(request -> answers.done(request.sequence(), 0));

    collect();

    WireMessage request = kernel.requests().get(0);
    assertThat(request.family()).isZero();
    assertThat(request.values()).isEmpty();
  }
}
