package io.conntrack.netlink.internal;

import static io.conntrack.Direction.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Counters;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import io.conntrack.MalformedMessageException;
import io.conntrack.Zone;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZeroingDumpTest {

  private static final int GET_AND_ZERO = 0x0103;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Operation OPERATION = Operation.of("dump and zero");
  private static final List<Flow> FLOWS = flows(3);

  private final ScriptedKernel dumping = new ScriptedKernel();
  private final ScriptedKernel zeroing = new ScriptedKernel();
  private final KernelAnswers answers = zeroing.answers();
  private final List<Flow> zeroed = new ArrayList<>();

  private static List<Flow> flows(int count) {
    return IntStream.range(0, count).mapToObj(i -> counted(i)).toList();
  }

  private static Flow counted(int number) {
    return Flows.tcp(number).counters(ORIGINAL, new Counters(number + 1, 100)).build();
  }

  private ZeroingDump dump(List<Flow> flows) {
    dumping.on(
        request -> {
          flows.forEach(flow -> dumping.deliver(dumping.answers().flow(request.sequence(), flow)));
          dumping.deliver(dumping.answers().done(request.sequence(), 0));
        });
    FlowDump dump = new FlowDump(OPERATION, dumping, Pushdown.NONE, FlowFilter.any(), TIMEOUT);
    return new ZeroingDump(OPERATION, dump, zeroing, TIMEOUT);
  }

  private void collect(List<Flow> flows) {
    dump(flows).forEach(view -> zeroed.add(Flow.copyOf(view)));
  }

  private ByteBuffer[] answer(List<WireMessage> batch, List<Flow> flows) {
    return IntStream.range(0, batch.size())
        .mapToObj(i -> answers.flow(batch.get(i).sequence(), flows.get(i)))
        .toArray(ByteBuffer[]::new);
  }

  private void assertClosed() {
    assertThat(dumping.isClosed()).isTrue();
    assertThat(zeroing.isClosed()).isTrue();
  }

  @Test
  void deliversTheAnswerToEachFlow() {
    zeroing.onBatch(batch -> zeroing.deliver(answer(batch, FLOWS)));

    collect(FLOWS);

    assertThat(zeroed).isEqualTo(FLOWS);
    assertThat(zeroing.requests()).extracting(WireMessage::type).containsOnly(GET_AND_ZERO);
    assertThat(zeroing.requests()).extracting(WireMessage::sequence).doesNotHaveDuplicates();
    assertClosed();
  }

  @Test
  void asksForNothingIfTheDumpIsEmpty() {
    collect(List.of());

    assertThat(zeroed).isEmpty();
    assertThat(zeroing.requests()).isEmpty();
    assertClosed();
  }

  @Test
  void sendsABatchAtATime() {
    List<Flow> flows = flows(ZeroingDump.BATCH + 2);
    zeroing.onBatch(batch -> zeroing.deliver(answer(batch, flows)));
    zeroing.onBatch(
        batch -> zeroing.deliver(answer(batch, flows.subList(ZeroingDump.BATCH, flows.size()))));

    collect(flows);

    assertThat(zeroed).isEqualTo(flows);
    assertThat(zeroing.isDone()).isTrue();
    assertThat(zeroing.requests()).extracting(WireMessage::sequence).doesNotHaveDuplicates();
  }

  @Test
  void asksInTheZoneOfTheOriginalDirection() {
    Flow inZone = Flows.udp().zone(Zone.of(7)).build();
    zeroing.onBatch(batch -> zeroing.deliver(answer(batch, List.of(inZone))));

    collect(List.of(inZone));

    assertThat(zeroing.requests().get(0).values()).containsEntry("CTA_ZONE", "0007");
  }

  @Test
  void aBatchOfTheLongestRequestsFits() {
    Flow longest = Flows.icmpv6().zone(Zone.of(7)).build();
    List<Flow> flows = Collections.nCopies(ZeroingDump.BATCH, longest);
    zeroing.onBatch(batch -> zeroing.deliver(answer(batch, flows)));

    collect(flows);

    assertThat(zeroed).isEqualTo(flows);
  }

  @Test
  void leavesOutFlowsThatHaveEnded() {
    zeroing.onBatch(
        batch ->
            zeroing.deliver(
                answers.refusal(batch.get(0).sequence(), Errno.ENOENT),
                answers.flow(batch.get(1).sequence(), FLOWS.get(1)),
                answers.refusal(batch.get(2).sequence(), Errno.ENOENT)));

    collect(FLOWS);

    assertThat(zeroed).containsExactly(FLOWS.get(1));
  }

  @Test
  void goesOnWithTheNextBatchIfAllFlowsOfOneHaveEnded() {
    List<Flow> flows = flows(ZeroingDump.BATCH + 1);
    zeroing.onBatch(
        batch ->
            batch.forEach(
                request -> zeroing.deliver(answers.refusal(request.sequence(), Errno.ENOENT))));
    zeroing.onBatch(
        batch -> zeroing.deliver(answer(batch, flows.subList(ZeroingDump.BATCH, flows.size()))));

    collect(flows);

    assertThat(zeroed).containsExactly(flows.get(ZeroingDump.BATCH));
  }

  @Test
  void takesSeveralAnswersFromADatagram() {
    zeroing.onBatch(batch -> zeroing.deliver(KernelAnswers.together(answer(batch, FLOWS))));

    collect(FLOWS);

    assertThat(zeroed).isEqualTo(FLOWS);
  }

  @Test
  void skipsWhatAnswersNobodyHere() {
    KernelAnswers foreign = new KernelAnswers(1);
    zeroing.onBatch(
        batch -> {
          int first = batch.get(0).sequence();
          zeroing.deliver(
              foreign.flow(first, FLOWS.get(0)),
              answers.flow(first - 1, FLOWS.get(0)),
              answers.flow(first + batch.size(), FLOWS.get(0)),
              foreign.refusal(first, Errno.EPERM),
              ByteBuffer.allocate(0));
          zeroing.deliver(answer(batch, FLOWS));
        });

    collect(FLOWS);

    assertThat(zeroed).isEqualTo(FLOWS);
  }

  @Test
  void failsWhenAnAnswerIsMissing() {
    zeroing.onBatch(batch -> zeroing.deliver(answer(batch.subList(0, 2), FLOWS)));

    assertThatExceptionOfType(ConntrackTimeoutException.class)
        .isThrownBy(() -> collect(FLOWS))
        .withMessageStartingWith("dump and zero: no answer within 5000 ms");
    assertClosed();
  }

  @Test
  void failsWhenAnAnswerIsLost() {
    zeroing.onBatch(
        batch -> {
          zeroing.deliver(answer(batch.subList(0, 1), FLOWS));
          zeroing.fail(Errno.ENOBUFS);
        });

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> collect(FLOWS))
        .withMessageContaining("(ENOBUFS) - an answer was lost");
    assertClosed();
  }

  @Test
  void failsWhenARequestIsRefused() {
    zeroing.onBatch(
        batch ->
            zeroing.deliver(
                answers.refusal(batch.get(0).sequence(), Errno.ENOMEM, "Too little memory", 20)));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> collect(FLOWS))
        .withMessageStartingWith(
            "dump and zero: out of memory (ENOMEM): Too little memory at request offset 20 - ");
    assertClosed();
  }

  @Test
  void failsWhenAnAnswerIsCut() {
    zeroing.onBatch(
        batch -> zeroing.deliverCut(answers.flow(batch.get(0).sequence(), FLOWS.get(0)), 4097));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> collect(FLOWS))
        .withMessage(
            "dump and zero: a datagram of 4097 bytes did not fit into 4096: messages were lost");
    assertClosed();
  }

  @Test
  void failsWhenAnAnswerIsMalformed() {
    zeroing.onBatch(
        batch ->
            zeroing.deliver(
                answers.flow(batch.get(0).sequence(), FLOWS.get(0)).putShort(20, (short) 3)));

    assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> collect(FLOWS));
    assertClosed();
  }

  @Test
  void failsWhenTheDumpFails() {
    dumping.refuse(Errno.EPERM);
    FlowDump dump = new FlowDump(OPERATION, dumping, Pushdown.NONE, FlowFilter.any(), TIMEOUT);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(new ZeroingDump(OPERATION, dump, zeroing, TIMEOUT)::next)
        .withMessageContaining("(EPERM)");
    assertClosed();
  }

  @Test
  void closesBothSocketsHalfWay() {
    zeroing.onBatch(batch -> zeroing.deliver(answer(batch, FLOWS)));
    ZeroingDump dump = dump(FLOWS);
    assertThat(dump.next()).isTrue();

    dump.close();

    assertClosed();
  }

  @Test
  void saysThatItWasClosedMeanwhile() {
    ZeroingDump dump = dump(FLOWS);

    dump.close();

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(dump::next)
        .withMessage("dump and zero: closed - open another one");
  }
}
