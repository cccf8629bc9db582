package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.BulkRule;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowUpdate;
import io.conntrack.Flows;
import io.conntrack.MalformedMessageException;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Status;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of batches, whatever the kernel says, or does not say. */
class KernelBulkTest {

  private static final int NEW = 0x0100;
  private static final int GET = 0x0101;
  private static final int DELETE = 0x0102;
  private static final int ACK = 0x004;
  private static final FlowFilter ANY = FlowFilter.source("192.0.2.0/24");
  private static final FlowUpdate ASSURED = FlowUpdate.builder().addStatus(Status.ASSURED).build();

  private final ScriptedKernel dumping = new ScriptedKernel();
  private final ScriptedKernel kernel = new ScriptedKernel();
  private final KernelAnswers answers = kernel.answers();
  private final KernelTable table =
      new KernelTable(
          ScriptedKernel.inTurn(new ScriptedKernel(), dumping, kernel), Duration.ofSeconds(5));

  private static Flow flow(int number) {
    return Flows.tcp(number).id(FlowId.of(number)).build();
  }

  private static List<Flow> flows(int count) {
    return IntStream.range(0, count).mapToObj(KernelBulkTest::flow).toList();
  }

  private static BulkReport report(long matched, long changed, long gone) {
    return new BulkReport(matched, changed, gone, 0, List.of(), true);
  }

  private KernelBulkTest dump(List<Flow> flows) {
    dumping.on(
        request -> {
          flows.forEach(flow -> dumping.deliver(dumping.answers().flow(request.sequence(), flow)));
          dumping.deliver(dumping.answers().done(request.sequence(), 0));
        });
    return this;
  }

  private static int last(List<WireMessage> batch) {
    return batch.get(batch.size() - 1).sequence();
  }

  /** Carries out a batch. */
  private KernelBulkTest succeed() {
    kernel.onBatch(batch -> kernel.deliver(answers.acknowledgement(last(batch))));
    return this;
  }

  /** Refuses one request of a batch and carries out the others. */
  private KernelBulkTest refuse(int index, int errno) {
    kernel.onBatch(
        batch -> {
          kernel.deliver(answers.refusal(batch.get(index).sequence(), errno));
          if (index < batch.size() - 1) {
            kernel.deliver(answers.acknowledgement(last(batch)));
          }
        });
    return this;
  }

  /** Answers lookups with these flows. */
  private KernelBulkTest find(Flow... found) {
    kernel.onBatch(
        batch ->
            kernel.deliver(
                IntStream.range(0, batch.size())
                    .mapToObj(i -> answers.flow(batch.get(i).sequence(), found[i]))
                    .toArray(ByteBuffer[]::new)));
    return this;
  }

  private List<WireMessage> sent(int type) {
    return kernel.requests().stream().filter(request -> request.type() == type).toList();
  }

  private void assertClosed() {
    assertThat(dumping.isClosed()).isTrue();
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void asksToAcknowledgeTheLastOfABatchOnly() {
    dump(flows(3)).succeed();

    assertThat(table.deleteAll(ANY)).isEqualTo(report(3, 3, 0));
    assertThat(kernel.requests())
        .extracting(request -> request.flags() & ACK)
        .containsExactly(0, 0, ACK);
    assertClosed();
  }

  @Test
  void guardsEachDeletionByTupleZoneAndId() {
    Flow inZone = Flows.udp6().zone(Zone.of(7)).id(FlowId.of(0x05c7293b)).build();
    dump(List.of(flow(1), inZone)).succeed();

    table.deleteAll(FlowFilter.any());

    assertThat(sent(DELETE)).hasSize(2);
    assertThat(kernel.requests().get(0).values())
        .containsEntry("CTA_ID", "00000001")
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC", "c0000201")
        .doesNotContainKey("CTA_ZONE");
    assertThat(kernel.requests().get(1).values())
        .containsEntry("CTA_ID", "05c7293b")
        .containsEntry("CTA_ZONE", "0007")
        .containsKey("CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V6_SRC");
  }

  @Test
  void sendsABatchAtATime() {
    List<Integer> sizes = new ArrayList<>();
    for (int batch = 0; batch < 3; batch++) {
      kernel.onBatch(
          requests -> {
            sizes.add(requests.size());
            kernel.deliver(answers.acknowledgement(last(requests)));
          });
    }
    dump(flows(300));

    assertThat(table.deleteAll(ANY)).isEqualTo(report(300, 300, 0));
    assertThat(sizes).containsExactly(128, 128, 44);
    assertThat(kernel.requests()).extracting(WireMessage::sequence).doesNotHaveDuplicates();
  }

  @Test
  void opensNoSocketForChangesIfNothingMatches() {
    dump(flows(3));

    assertThat(table.deleteAll(FlowFilter.mark(7))).isEqualTo(report(0, 0, 0));
    assertThat(kernel.isClosed()).isFalse(); // never opened
  }

  @Test
  void deletesNothingWithoutAnId() {
    dump(List.of(Flows.tcp(0).build(), flow(1))).succeed();

    BulkReport report = table.deleteAll(ANY);

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::failed)
        .containsExactly(2L, 1L, 1L);
    assertThat(report.firstFailures().get(0).reason())
        .hasMessageContaining(": the flow has no id, so it cannot be told from a successor");
    assertThat(kernel.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.values()).containsEntry("CTA_ID", "00000001"));
  }

  /** The kernel shows a hash chain again if the flow where it stopped has gone. */
  @Test
  void countsAFlowThatIsDumpedTwiceOnce() {
    List<Flow> twice = new ArrayList<>(flows(130));
    twice.add(flow(129));
    twice.add(flow(1)); // of the batch before
    dump(twice)
        .succeed()
        .kernel
        .onBatch(
            batch ->
                kernel.deliver(
                    answers.refusal(batch.get(2).sequence(), Errno.ENOENT),
                    answers.refusal(batch.get(3).sequence(), Errno.ENOENT)))
        .onBatch(this::refuseAll);

    assertThat(table.deleteAll(ANY)).isEqualTo(report(130, 130, 0));
  }

  @Test
  void countsAFlowThatWasRefused() {
    dump(flows(3)).refuse(1, Errno.ENOMEM);

    BulkReport report = table.deleteAll(ANY);

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::failed)
        .containsExactly(3L, 2L, 1L);
    assertThat(report.firstFailures())
        .singleElement()
        .hasToString(
            "#1 delete tcp 192.0.2.1:1025->192.0.2.200:443: out of memory (ENOMEM) - the kernel is"
                + " short of memory");
  }

  @Test
  void countsTheLastThatWasRefused() {
    dump(flows(3)).refuse(2, Errno.ENOENT).kernel.onBatch(this::refuseAll);

    assertThat(table.deleteAll(ANY)).isEqualTo(report(3, 2, 1));
  }

  private void refuseAll(List<WireMessage> batch) {
    batch.forEach(request -> kernel.deliver(answers.refusal(request.sequence(), Errno.ENOENT)));
  }

  /** With zones of one direction another flow can have the same tuple, which is found instead. */
  @Test
  void looksForAFlowByItsReplyTupleToo() {
    dump(flows(3)).refuse(1, Errno.ENOENT).succeed();

    assertThat(table.deleteAll(ANY)).isEqualTo(report(3, 3, 0));
    assertThat(kernel.requests()).hasSize(4);
    assertThat(kernel.requests().get(3).values())
        .containsEntry("CTA_ID", kernel.requests().get(1).values().get("CTA_ID"))
        .doesNotContainKey("CTA_TUPLE_ORIG");
  }

  @Test
  void readsMoreAnswersThanFitIntoOneReceive() {
    kernel.onBatch(this::refuseAll).onBatch(this::refuseAll);
    dump(flows(128));

    assertThat(table.deleteAll(ANY)).isEqualTo(report(128, 0, 128));
  }

  @Test
  void skipsWhatAnswersNobodyHere() {
    KernelAnswers foreign = new KernelAnswers(1);
    kernel.onBatch(
        batch -> {
          int last = last(batch);
          kernel.deliver(
              foreign.refusal(last, Errno.EPERM),
              answers.refusal(last + 1, Errno.EPERM),
              answers.refusal(batch.get(0).sequence() - 1, Errno.EPERM),
              ByteBuffer.allocate(0),
              answers.acknowledgement(last));
        });
    dump(flows(2));

    assertThat(table.deleteAll(ANY)).isEqualTo(report(2, 2, 0));
  }

  @Test
  void saysHowFarItGotWhenTheFenceIsLost() {
    dump(flows(200)).succeed().kernel.ignore();

    assertThatExceptionOfType(ConntrackTimeoutException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageStartingWith(
            "delete all "
                + ANY
                + " (so far 128 changed, 0 already gone, 0 failed, 72 not known): no answer within"
                + " 5000 ms");
    assertClosed();
  }

  @Test
  void saysThatAnswersWereLost() {
    dump(flows(2)).kernel.onBatch(batch -> kernel.fail(Errno.ENOBUFS));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageContaining("0 failed, 2 not known): ")
        .withMessageContaining("(ENOBUFS) - an answer was lost")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOBUFS));
    assertClosed();
  }

  @Test
  void saysThatABatchCouldNotBeSent() {
    dump(flows(2))
        .kernel
        .onBatch(
            batch -> {
              throw new SystemCallException("send", Errno.ENOMEM);
            });

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageContaining("(ENOMEM)");
    assertClosed();
  }

  /** The kernel answers the first request of the datagram, and drops the others. */
  @Test
  void saysThatThePrivilegeIsMissing() {
    kernel.onBatch(batch -> kernel.deliver(answers.refusal(batch.get(0).sequence(), Errno.EPERM)));
    dump(flows(3));

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageContaining("CAP_NET_ADMIN");
    assertClosed();
  }

  @Test
  void saysThatThePrivilegeIsMissingForOneFlow() {
    dump(flows(1)).refuse(0, Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageContaining("CAP_NET_ADMIN");
  }

  @Test
  void failsWhenAnAnswerIsCut() {
    dump(flows(2))
        .kernel
        .onBatch(batch -> kernel.deliverCut(answers.acknowledgement(last(batch)), 4_097));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageContaining("a datagram of 4097 bytes did not fit into 4096");
    assertClosed();
  }

  @Test
  void failsWhenAnAnswerIsMalformed() {
    dump(flows(2))
        .kernel
        .onBatch(batch -> kernel.deliver(answers.acknowledgement(last(batch)).putInt(0, 7)));

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> table.deleteAll(ANY));
    assertClosed();
  }

  @Test
  void saysThatItWasClosedMeanwhile() {
    kernel.onBatch(
        batch -> {
          kernel.deliver(answers.acknowledgement(last(batch)));
          kernel.close();
        });
    dump(flows(3));

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageEndingWith(" 3 not known): closed - open another one");
  }

  @Test
  void saysHowFarItGotWhenTheDumpFails() {
    dumping.on(
        request -> {
          for (Flow flow : flows(130)) {
            dumping.deliver(dumping.answers().flow(request.sequence(), flow));
          }
          dumping.fail(Errno.ENOBUFS);
        });
    succeed();

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.deleteAll(ANY))
        .withMessageContaining("(so far 128 changed, 0 already gone, 0 failed): ")
        .withMessageContaining("(ENOBUFS)");
    assertClosed();
  }

  private static Flow withStatus(int number, int status) {
    return flow(number).toBuilder().status(Status.of(status)).build();
  }

  @Test
  void sendsTheStatusThatItFindsWithTheNewBits() {
    dump(List.of(withStatus(0, 0x188), withStatus(1, 0x188)))
        .find(withStatus(0, 0x188), withStatus(1, 0x18a))
        .succeed();

    assertThat(table.updateAll(ANY, ASSURED)).isEqualTo(report(2, 2, 0));
    assertThat(sent(GET)).hasSize(2);
    assertThat(statusSent()).containsExactly("0000018c", "0000018e");
  }

  private List<String> statusSent() {
    return sent(NEW).stream().map(request -> request.values().get("CTA_STATUS")).toList();
  }

  @Test
  void triesThoseAgainThatLostARace() {
    dump(List.of(withStatus(0, 0x188), withStatus(1, 0x188)))
        .find(withStatus(0, 0x188), withStatus(1, 0x188))
        .refuse(1, Errno.EBUSY)
        .find(withStatus(1, 0x18a))
        .succeed();

    assertThat(table.updateAll(ANY, ASSURED)).isEqualTo(report(2, 2, 0));
    assertThat(statusSent()).containsExactly("0000018c", "0000018c", "0000018e");
    assertThat(kernel.isDone()).isTrue();
  }

  @Test
  void doesNotTryAgainIfTheStatusIsTheSame() {
    dump(List.of(withStatus(0, 0x188)))
        .find(withStatus(0, 0x188))
        .refuse(0, Errno.EBUSY)
        .find(withStatus(0, 0x188));

    BulkReport report = table.updateAll(ANY, ASSURED);

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.firstFailures().get(0).reason()).hasMessageContaining("(EBUSY)");
    assertThat(kernel.isDone()).isTrue();
  }

  @Test
  void givesUpARaceInTheEnd() {
    dump(List.of(withStatus(0, 0)));
    for (int i = 1; i <= 100; i++) {
      find(withStatus(0, i)).refuse(0, Errno.EBUSY);
    }

    assertThat(table.updateAll(ANY, ASSURED).failed()).isEqualTo(1);
    assertThat(statusSent()).hasSizeBetween(2, 10);
  }

  @Test
  void changesNoFlowThatIsAnotherByNow() {
    Flow successor = flow(0).toBuilder().id(FlowId.of(99)).build();
    Flow opposite = Flow.builder(flow(1).reply()).id(FlowId.of(1)).build();
    dump(flows(3)).find(successor, opposite, flow(2)).succeed();

    assertThat(table.updateAll(ANY, FlowUpdate.mark(7))).isEqualTo(report(3, 1, 2));
    assertThat(sent(NEW)).hasSize(1);
  }

  @Test
  void sendsNoChangeIfAllHaveGone() {
    kernel.onBatch(
        batch -> batch.forEach(r -> kernel.deliver(answers.refusal(r.sequence(), Errno.ENOENT))));
    dump(flows(2));

    assertThat(table.updateAll(ANY, FlowUpdate.mark(7))).isEqualTo(report(2, 0, 2));
    assertThat(sent(NEW)).isEmpty();
  }

  @Test
  void saysThatATimeoutIsFixed() {
    dump(flows(2)).find(flow(0), flow(1)).refuse(0, Errno.EPERM);

    BulkReport report = table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9)));

    assertThat(report).extracting(BulkReport::changed, BulkReport::failed).containsExactly(1L, 1L);
    assertThat(report.firstFailures().get(0).reason())
        .isNotInstanceOf(MissingPrivilegeException.class)
        .hasMessageContaining("FIXED_TIMEOUT");
  }

  @Test
  void countsAFlowThatIsEndingAsGone() {
    dump(flows(2)).find(flow(0), flow(1)).refuse(0, Errno.ETIME);

    assertThat(table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9))))
        .isEqualTo(report(2, 1, 1));
  }

  @Test
  void saysThatThePrivilegeIsMissingForOneLookup() {
    dump(flows(1)).refuse(0, Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9))));
  }

  @Test
  void saysThatThePrivilegeIsMissingForALookup() {
    kernel.onBatch(batch -> kernel.deliver(answers.refusal(batch.get(0).sequence(), Errno.EPERM)));
    dump(flows(2));

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.updateAll(ANY, FlowUpdate.timeout(Duration.ofSeconds(9))));
  }

  @Test
  void batchesEachKindOfRuleByItself() {
    ScriptedKernel updating = kernel;
    ScriptedKernel deleting = new ScriptedKernel();
    KernelTable mixed =
        new KernelTable(
            ScriptedKernel.inTurn(new ScriptedKernel(), dumping, updating, deleting),
            Duration.ofSeconds(5));
    dump(flows(6)).find(flow(0), flow(2), flow(4)).succeed();
    deleting.onBatch(batch -> deleting.deliver(deleting.answers().acknowledgement(last(batch))));

    List<BulkReport> reports =
        mixed
            .bulk()
            .apply(
                List.of(
                    BulkRule.update(
                        FlowFilter.of(flow -> flow.original().sourcePort() % 2 == 0),
                        FlowUpdate.mark(7)),
                    BulkRule.delete(ANY)));

    assertThat(reports).containsExactly(report(3, 3, 0), report(3, 3, 0));
    assertThat(deleting.requests()).hasSize(3);
    assertThat(deleting.isClosed()).isTrue();
  }

  @Test
  void listsTheFirstFailuresAndTellsOfAll() {
    List<BulkFailure> heard = new ArrayList<>();
    KernelTable creating =
        new KernelTable(ScriptedKernel.inTurn(new ScriptedKernel(), kernel), Duration.ofSeconds(5));
    Stream<BulkRequest> requests =
        IntStream.range(0, 300)
            .mapToObj(number -> Flow.builder(Flows.tcp(number).build().original()).build())
            .map(BulkRequest::create);

    BulkReport report = creating.bulk().execute(requests, BulkListener.onFailed(heard::add));

    assertThat(report.failed()).isEqualTo(300);
    assertThat(report.firstFailures()).isEqualTo(heard.subList(0, BulkReport.LISTED));
    assertThat(heard).hasSize(300);
    assertThat(kernel.requests()).isEmpty();
  }
}
