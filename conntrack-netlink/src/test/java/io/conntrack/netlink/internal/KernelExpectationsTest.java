package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.BulkReport;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Expectation;
import io.conntrack.ExpectationExistsException;
import io.conntrack.ExpectationId;
import io.conntrack.ExpectationNotFoundException;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.FlowNotFoundException;
import io.conntrack.MalformedMessageException;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelExpectationsTest {

  private static final int NEW = 0x0200;
  private static final int GET = 0x0201;
  private static final int DELETE = 0x0202;
  private static final Tuple MASTER = Tuple.tcp("192.0.2.1", 40_000, "192.0.2.2", 21);
  private static final Tuple TUPLE = Tuple.tcp("192.0.2.1", 0, "192.0.2.2", 50_000);
  private static final Expectation PLAIN = Expectation.builder(TUPLE, MASTER).build();
  private static final Expectation FOUND = PLAIN.toBuilder().id(ExpectationId.of(0x1234)).build();

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final ScriptedKernel second = new ScriptedKernel();
  private final ScriptedKernel third = new ScriptedKernel();
  private final ScriptedKernel fourth = new ScriptedKernel();
  private final KernelAnswers answers = kernel.answers();
  private final KernelTable flows =
      new KernelTable(ScriptedKernel.inTurn(kernel, second, third, fourth), Duration.ofSeconds(5));
  private final ExpectationTable table = flows.expectations();

  private static List<Integer> sentTo(ScriptedKernel kernel) {
    return kernel.requests().stream().map(WireMessage::type).toList();
  }

  private void answer(Expectation expectation) {
    kernel.reply(request -> answers.expectation(request.sequence(), expectation));
  }

  private void dumpTo(ScriptedKernel dumping, Expectation... expectations) {
    dumping.on(
        request -> {
          for (Expectation expectation : expectations) {
            dumping.deliver(answers.expectation(request.sequence(), expectation));
          }
          dumping.deliver(answers.done(request.sequence(), 0));
        });
  }

  @Test
  void getsAnExpectationWithTheZoneItAskedFor() {
    answer(FOUND);
    answer(FOUND);

    assertThat(table.get(TUPLE)).contains(FOUND);
    assertThat(table.get(TUPLE, Zone.of(7))).contains(FOUND.toBuilder().zone(Zone.of(7)).build());
    assertThat(kernel.requests().get(0).values()).doesNotContainKey("CTA_EXPECT_ZONE");
    assertThat(kernel.requests().get(1).values()).containsEntry("CTA_EXPECT_ZONE", "0007");
  }

  @Test
  void getsNothingIfThereIsNone() {
    kernel.refuse(Errno.ENOENT);

    assertThat(table.get(TUPLE)).isEmpty();
  }

  @Test
  void dumpsAndCounts() {
    dumpTo(second, FOUND, PLAIN);
    dumpTo(third, FOUND, PLAIN);

    assertThat(table.dump()).containsExactly(FOUND, PLAIN);
    assertThat(table.count()).isEqualTo(2);
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void endsADumpThatIsRefused() {
    second.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.scan(view -> {}))
        .withMessageContaining("scan expectations: ")
        .withMessageContaining("CAP_NET_ADMIN");
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void endsADumpThatCannotBeRead() {
    second.on(
        request -> {
          ByteBuffer cut = answers.expectation(request.sequence(), FOUND);
          cut.putShort(20, (short) 3); // the length of the first attribute
          second.deliver(cut);
        });

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> table.scan(view -> {}));
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void endsADumpThatStopsHalfWay() {
    second.on(request -> second.deliver(answers.expectation(request.sequence(), FOUND)));

    assertThatExceptionOfType(ConntrackTimeoutException.class).isThrownBy(table::count);
  }

  @Test
  void passesOnWhatAnActionThrows() {
    dumpTo(second, FOUND, PLAIN);
    IllegalStateException failure = new IllegalStateException("no");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                table.scan(
                    view -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void closesWithItsTable() {
    dumpTo(second, FOUND, PLAIN);
    Iterator<Expectation> dump = table.dump().iterator();
    assertThat(dump.next()).isEqualTo(FOUND);

    flows.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(dump::next);
    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(() -> table.get(TUPLE));
    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(table::flush);
  }

  @Test
  void deletesWhatItFound() {
    answer(FOUND);
    kernel.acknowledge();

    table.delete(TUPLE);

    assertThat(sentTo(kernel)).containsExactly(GET, DELETE);
    assertThat(kernel.requests().get(1).values()).containsEntry("CTA_EXPECT_ID", "00001234");
  }

  /** The kernel looks under the mask of each expectation. */
  @Test
  void deletesNoneThatOnlyCoversTheTuple() {
    answer(FOUND);
    Tuple covered = Tuple.tcp("192.0.2.1", 33, "192.0.2.2", 50_000);

    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(covered))
        .withMessageContaining("it is covered by that of " + FOUND);
    assertThat(sentTo(kernel)).containsExactly(GET);
  }

  @Test
  void looksForAnExpectationWithoutIdFirst() {
    answer(FOUND);
    kernel.acknowledge();

    table.delete(PLAIN);

    assertThat(sentTo(kernel)).containsExactly(GET, DELETE);
  }

  @Test
  void looksForAnExpectationInTheZonesOfItsMaster() {
    kernel.refuse(Errno.ENOENT).refuse(Errno.ENOENT).acknowledge();
    dumpFlows(second);

    table.delete(FOUND);

    assertThat(sentTo(kernel)).containsExactly(DELETE, DELETE, DELETE);
    assertThat(kernel.requests())
        .extracting(request -> request.values().get("CTA_EXPECT_ZONE"))
        .containsExactly(null, "0003", "0009");
  }

  private void dumpFlows(ScriptedKernel dumping) {
    Flow other = Flow.builder(MASTER.inverse()).zone(Zone.of(4)).build();
    dumping.on(
        request ->
            dumping.deliver(
                answers.flow(request.sequence(), master(9)),
                answers.flow(request.sequence(), other),
                answers.flow(request.sequence(), master(0)),
                answers.flow(request.sequence(), master(3)),
                answers.done(request.sequence(), 0)));
  }

  private static Flow master(int zone) {
    return Flow.builder(MASTER).zone(Zone.of(zone)).build();
  }

  @Test
  void doesNotLookElsewhereForAnExpectationWithAZone() {
    kernel.refuse(Errno.ENOENT);

    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(FOUND.toBuilder().zone(Zone.of(7)).build()))
        .withMessageStartingWith("delete expectation " + TUPLE + " zone 7: no such entry (ENOENT)");
    assertThat(kernel.isDone()).isTrue();
  }

  @Test
  void createsAndThenSetsTheTimeout() {
    kernel.acknowledge().refuse(Errno.ENOENT); // a flow was faster

    table.create(PLAIN.toBuilder().timeout(Duration.ofSeconds(10)).build());

    assertThat(sentTo(kernel)).containsExactly(NEW, NEW);
    assertThat(kernel.requests().get(1).values()).containsEntry("CTA_EXPECT_TIMEOUT", "0000000a");
  }

  @ParameterizedTest
  @CsvSource({
    "2, its master tcp 192.0.2.1:40000->192.0.2.2:21 is not in the table",
    "16, an expectation of another mask covers a part of what this one does",
    "17, its master expects such a flow already",
    "22, the kernel may not know one of: class 0 of that helper",
    "24, too many expectations (EMFILE) - raise sysctl",
    "95, has no helper",
    "108, its master is ending",
    "114, already expected (EALREADY) - another master"
  })
  void saysWhyNoneWasCreated(int errno, String reason) {
    kernel.refuse(errno);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.create(PLAIN))
        .withMessageStartingWith("create expectation " + TUPLE + ": ")
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @Test
  void tellsRefusalsApartByType() {
    kernel.refuse(Errno.ENOENT).refuse(Errno.EEXIST).refuse(Errno.EOPNOTSUPP).refuse(Errno.EPERM);

    assertThatExceptionOfType(FlowNotFoundException.class).isThrownBy(() -> table.create(PLAIN));
    assertThatExceptionOfType(ExpectationExistsException.class)
        .isThrownBy(() -> table.create(PLAIN));
    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.create(PLAIN));
    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.create(PLAIN));
  }

  @Test
  void refusesNamesThatAreTooLongItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(PLAIN.toBuilder().helper("h".repeat(16)).build()))
        .withMessageContaining("longer than 15 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(PLAIN.toBuilder().function("f".repeat(64)).build()))
        .withMessageContaining("longer than 63 characters");
    assertThat(kernel.requests()).isEmpty();
  }

  @Test
  void saysThatAnExpectationIsEnding() {
    kernel.refuse(Errno.ETIME);

    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.update(TUPLE, Zone.DEFAULT, Duration.ofSeconds(1)))
        .withMessageContaining("the expectation is ending");
  }

  @Test
  void createsInBatchesAndReportsWhatFailed() {
    Expectation tooLong = PLAIN.toBuilder().helper("h".repeat(16)).build();
    Expectation limited = PLAIN.toBuilder().timeout(Duration.ofSeconds(3)).build();
    second.onBatch(
        batch ->
            second.deliver(
                answers.refusal(batch.get(0).sequence(), Errno.EEXIST),
                answers.acknowledgement(batch.get(2).sequence())));
    second.acknowledge();

    BulkReport report = table.createAll(List.of(PLAIN, tooLong, PLAIN, limited));

    assertThat(report)
        .hasToString(
            "4 matched, 2 changed, 0 already gone, 2 failed - first: #1 create expectation "
                + TUPLE
                + ": helper name \"hhhhhhhhhhhhhhhh\" is longer than 15 characters");
    assertThat(report.firstFailures().get(1).entry()).isEqualTo(PLAIN);
    assertThat(report.firstFailures().get(1).reason())
        .isInstanceOf(ExpectationExistsException.class);
    assertThat(sentTo(second)).containsExactly(NEW, NEW, NEW, NEW);
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void createsNothingInABatchWithoutPrivilege() {
    second.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> table.createAll(Stream.of(PLAIN)))
        .withMessageStartingWith("create expectations: ");
  }

  @Test
  void deletesWhatAConditionSelectsInWhateverZone() {
    Expectation other = FOUND.toBuilder().id(ExpectationId.of(2)).build();
    Expectation kept = FOUND.toBuilder().id(ExpectationId.of(3)).build();
    dumpTo(second, FOUND, kept, other);
    third.onBatch(
        batch ->
            third.deliver(
                answers.refusal(batch.get(0).sequence(), Errno.ENOENT),
                answers.acknowledgement(batch.get(1).sequence())));
    dumpFlows(fourth);
    third.onBatch(
        batch ->
            third.deliver(
                answers.refusal(batch.get(0).sequence(), Errno.ENOENT),
                answers.refusal(batch.get(1).sequence(), Errno.ENOENT)));

    BulkReport report = table.deleteAll(view -> view.idBits() != 3);

    assertThat(report).hasToString("2 matched, 1 changed, 1 already gone, 0 failed");
    assertThat(third.requests())
        .extracting(request -> request.values().get("CTA_EXPECT_ID"))
        .containsExactly("00001234", "00000002", "00001234", "00001234");
    assertThat(third.requests())
        .allSatisfy(
            request ->
                assertThat(request.values())
                    .containsKey("CTA_EXPECT_TUPLE/CTA_TUPLE_PROTO/CTA_PROTO_NUM"));
  }

  @Test
  void sendsNothingIfNothingIsSelected() {
    dumpTo(second, FOUND);

    assertThat(table.deleteAll(view -> false).matched()).isZero();
    assertThat(third.requests()).isEmpty();
  }

  @Test
  void flushesOnRequestOnly() {
    kernel.acknowledge();

    table.flush();

    assertThat(sentTo(kernel)).containsExactly(DELETE);
    assertThat(kernel.requests().get(0).values()).isEmpty();
  }
}
