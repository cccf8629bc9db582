package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.Flows;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.SeverReport;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.LocalSocket;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Severs against a kernel that refuses, forgets and surprises. */
class SeveranceTest {

  private static final int GET = 0x0101;
  private static final int DELETE = 0x0102;
  private static final int LOOK = 20; // SOCK_DIAG_BY_FAMILY
  private static final int DESTROY = 21;
  private static final Flow FLOW = Flows.tcp().id(FlowId.of(77)).build();
  private static final LocalSocket SOCKET = new LocalSocket(FLOW.original(), 0, 12);

  private final ScriptedKernel table = new ScriptedKernel();
  private final ScriptedKernel dump = new ScriptedKernel();
  private final ScriptedKernel requests = new ScriptedKernel();
  private final ScriptedKernel diagnosis = new ScriptedKernel();
  private final ScriptedSockets sockets = ScriptedKernel.inTurn(table, dump, requests, diagnosis);

  private SeverReport sever() {
    return new KernelTable(sockets, Duration.ofSeconds(5)).sever(FlowFilter.any(), Duration.ZERO);
  }

  private void select(Flow... flows) {
    dump.on(
        request -> {
          for (Flow flow : flows) {
            dump.deliver(dump.answers().flow(request.sequence(), flow));
          }
          dump.deliver(dump.answers().done(request.sequence(), 0));
        });
  }

  /** The sockets of one family. */
  private void show(LocalSocket... shown) {
    KernelAnswers answers = diagnosis.answers();
    diagnosis.on(
        request ->
            diagnosis.deliver(
                KernelAnswers.together(
                    Stream.concat(
                            Stream.of(shown)
                                .map(socket -> answers.socket(request.sequence(), socket, 0)),
                            Stream.of(answers.done(request.sequence(), 0)))
                        .toArray(ByteBuffer[]::new))));
  }

  private void showToBothFamilies(LocalSocket... shown) {
    show(shown);
    show();
  }

  private void find(Flow flow) {
    requests.reply(request -> requests.answers().flow(request.sequence(), flow));
  }

  private static List<Integer> types(ScriptedKernel kernel) {
    return kernel.requests().stream().map(WireMessage::type).toList();
  }

  @Test
  void closesTheSocketByItsCookieAndThenDeletesTheEntryByItsId() {
    select(FLOW);
    showToBothFamilies(SOCKET);
    find(FLOW);
    diagnosis.acknowledge();
    requests.acknowledge();

    assertThat(sever()).isEqualTo(new SeverReport(1, 1, 0, 0, 1, 0, 0, 0, List.of(), List.of()));

    assertThat(types(diagnosis)).containsExactly(LOOK, LOOK, DESTROY);
    assertThat(diagnosis.requests().get(2).struct())
        .startsWith("0206000000000000" + "9c4001bb" + "c0000201")
        .contains("0c00000000000000");
    assertThat(types(requests)).containsExactly(GET, DELETE);
    assertThat(requests.requests().get(1).values()).containsEntry("CTA_ID", "0000004d");
    assertThat(requests.isClosed() && diagnosis.isClosed()).isTrue();
  }

  @Test
  void closesBothEndsOfAConnectionOnThisMachine() {
    select(FLOW);
    showToBothFamilies(SOCKET, new LocalSocket(FLOW.reply(), 0, 13));
    find(FLOW);
    diagnosis.onBatch(
        batch -> {
          KernelAnswers answers = diagnosis.answers();
          diagnosis.deliver(
              answers.refusal(batch.get(0).sequence(), 0),
              answers.refusal(batch.get(1).sequence(), Errno.ENOENT)); // was reset by the first
        });
    requests.acknowledge();

    assertThat(sever().severed()).isEqualTo(1);
  }

  @Test
  void closesNothingThatHasNotExactlyTheEndsOfAFlow() {
    Flow other = Flows.tcp(7).build();
    select(FLOW);
    showToBothFamilies(
        new LocalSocket(other.original(), 0, 1), new LocalSocket(other.reply(), 0, 2));
    requests.acknowledge();

    assertThat(sever().notLocal()).isEqualTo(1);
    assertThat(types(diagnosis)).containsExactly(LOOK, LOOK);
  }

  @Test
  void closesNoSocketOfAFlowThatHasEndedSinceItWasSelected() {
    select(FLOW);
    showToBothFamilies(SOCKET);
    find(FLOW.toBuilder().id(FlowId.of(78)).build()); // a successor
    requests.refuse(Errno.ENOENT);

    SeverReport report = sever();

    assertThat(report.gone()).isEqualTo(1);
    assertThat(report.severed()).isZero();
    assertThat(types(diagnosis)).doesNotContain(DESTROY);
  }

  @Test
  void closesNoneOfTwoSocketsThatDifferInTheirInterfaceOnly() {
    select(FLOW);
    showToBothFamilies(SOCKET, new LocalSocket(FLOW.original(), 4, 13));
    find(FLOW);
    requests.acknowledge();

    SeverReport report = sever();

    assertThat(report.notClosed()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.firstFailures())
        .singleElement()
        .asString()
        .contains("close socket " + FLOW.original() + ": sockets that are bound to different");
    assertThat(types(diagnosis)).doesNotContain(DESTROY);
  }

  @Test
  void closesASocketThatIsBoundToAnInterface() {
    select(FLOW);
    showToBothFamilies(new LocalSocket(FLOW.original(), 4, 13));
    find(FLOW);
    diagnosis.acknowledge();
    requests.acknowledge();

    assertThat(sever().severed()).isEqualTo(1);
    assertThat(diagnosis.requests().get(2).struct()).endsWith("04000000" + "0d00000000000000");
  }

  @Test
  void deletesTheEntryOfASocketThatTheKernelCannotClose() {
    select(FLOW);
    showToBothFamilies(SOCKET);
    find(FLOW);
    diagnosis.refuse(Errno.EOPNOTSUPP);
    requests.acknowledge();

    SeverReport report = sever();

    assertThat(report.notClosed()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.firstFailures())
        .singleElement()
        .isInstanceOf(UnsupportedByKernelException.class)
        .asString()
        .contains("close socket " + FLOW.original() + ": operation not supported (EOPNOTSUPP)")
        .contains("CONFIG_INET_DIAG_DESTROY");
  }

  @Test
  void saysWhichPrivilegeClosingASocketTakes() {
    select(FLOW);
    showToBothFamilies(SOCKET);
    find(FLOW);
    diagnosis.refuse(Errno.EPERM);
    requests.acknowledge();

    assertThat(sever().firstFailures())
        .singleElement()
        .isInstanceOf(MissingPrivilegeException.class)
        .asString()
        .contains("CAP_NET_ADMIN");
  }

  /** The module for a protocol may be missing, which is the end of the dump or an error. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deletesEntriesWhereTheKernelShowsNoSockets(boolean atTheEnd) {
    select(FLOW);
    KernelAnswers answers = diagnosis.answers();
    diagnosis.reply(
        request ->
            atTheEnd
                ? answers.done(request.sequence(), Errno.ENOENT)
                : answers.refusal(request.sequence(), Errno.ENOENT));
    requests.acknowledge();

    SeverReport report = sever();

    assertThat(report.notClosed()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.firstFailures())
        .singleElement()
        .isInstanceOf(UnsupportedByKernelException.class)
        .asString()
        .contains("tcp_diag");
  }

  @Test
  void deletesEntriesOfAKernelWithoutSuchSocketsAtAll() {
    sockets.withoutDiagnosis(Errno.EPROTONOSUPPORT);
    select(FLOW, Flows.udp().build());
    requests.onBatch(
        batch ->
            batch.forEach(
                request -> requests.deliver(requests.answers().refusal(request.sequence(), 0))));

    SeverReport report = sever();

    assertThat(report.notClosed()).isEqualTo(2);
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(report.firstFailures())
        .singleElement()
        .asString()
        .contains("protocol not supported (EPROTONOSUPPORT)")
        .contains("CONFIG_INET_DIAG");
  }

  @Test
  void deletesTheEntryIfAnAnswerAboutASocketIsMissing() {
    select(FLOW);
    showToBothFamilies(SOCKET);
    find(FLOW);
    diagnosis.ignore();
    requests.acknowledge();

    SeverReport report = sever();

    assertThat(report.notClosed()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.firstFailures())
        .singleElement()
        .isInstanceOf(ConntrackTimeoutException.class);
  }

  @Test
  void throwsIfItIsNotKnownWhatWasDeleted() {
    select(FLOW);
    showToBothFamilies();
    requests.ignore();

    assertThatExceptionOfType(ConntrackTimeoutException.class).isThrownBy(this::sever);
    assertThat(requests.isClosed() && diagnosis.isClosed()).isTrue();
  }

  @Test
  void tellsOfAnEntryThatIsNotDeleted() {
    select(FLOW);
    showToBothFamilies();
    requests.refuse(Errno.EBUSY);

    SeverReport report = sever();

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.firstFailures())
        .singleElement()
        .extracting(ConntrackException::errno)
        .isEqualTo(Errno.EBUSY);
  }

  @Test
  void countsAFlowOnceThatTheDumpShowsTwice() {
    select(FLOW, FLOW);
    showToBothFamilies(SOCKET, SOCKET);
    find(FLOW);
    diagnosis.acknowledge();
    requests.acknowledge();

    assertThat(sever()).isEqualTo(new SeverReport(1, 1, 0, 0, 1, 0, 0, 0, List.of(), List.of()));
  }

  private SeverReport severNotLocal(FlowBuilder flow) {
    select(flow.build());
    showToBothFamilies();
    requests.acknowledge();
    return sever();
  }

  @Test
  void warnsThatAFlowTableTakesTheFlowAgain() {
    assertThat(
            severNotLocal(Flows.tcp().status(Status.CONFIRMED.with(Status.OFFLOADED))).warnings())
        .hasSize(2)
        .anySatisfy(warning -> assertThat(warning).startsWith("offloaded: 1 - the next packet"));
  }

  @Test
  void warnsThatHardwareGoesOnForAWhile() {
    Status status = Status.CONFIRMED.with(Status.OFFLOADED).with(Status.HARDWARE_OFFLOADED);

    assertThat(severNotLocal(Flows.tcp().status(status)).warnings())
        .anySatisfy(
            warning -> assertThat(warning).startsWith("offloaded to hardware: 1 - it goes on"));
  }

  @Test
  void warnsIfItIsNotKnownWhetherAConnectionComesBack() {
    sockets.parameter(OptionalLong.empty());

    assertThat(severNotLocal(Flows.tcp()).warnings())
        .singleElement()
        .asString()
        .contains("nf_conntrack_tcp_loose cannot be read and is on by default");
  }

  @Test
  void doesNotWarnOfAConnectionThatHasEnded() {
    assertThat(severNotLocal(Flows.tcp().tcpState(TcpState.TIME_WAIT)).warnings()).isEmpty();
  }
}
