package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.Flows;
import io.conntrack.MalformedMessageException;
import io.conntrack.MissingPrivilegeException;
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
class KernelBulkTest extends ScriptedBulk {

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
