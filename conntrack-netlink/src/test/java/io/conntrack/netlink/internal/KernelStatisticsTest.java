package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackStatistics;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.StatisticsCounter;
import io.conntrack.filter.KernelTrust;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KernelStatisticsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int CTRZERO = 3; // the type of answers about expectations

  private final ScriptedKernel global = new ScriptedKernel();
  private final ScriptedKernel ofFlows = new ScriptedKernel();
  private final ScriptedKernel ofExpectations = new ScriptedKernel();
  private final ScriptedSockets sockets = ScriptedKernel.inTurn(global, ofFlows, ofExpectations);
  private final KernelTable table = new KernelTable(sockets, TIMEOUT);
  private final OpenDumps dumps = new OpenDumps(sockets, TIMEOUT, KernelTrust.NOTHING);
  private final KernelStatistics statistics = new KernelStatistics(table, dumps, sockets, TIMEOUT);

  private void answerAll() {
    global.reply(request -> global.answers().statistics(request.sequence(), 42, 100));
    ofFlows.on(
        request ->
            ofFlows.deliver(
                ofFlows.answers().cpuStatistics(request.sequence(), 0, 8, 5),
                ofFlows.answers().cpuStatistics(request.sequence(), 3, 8, 7),
                ofFlows.answers().done(request.sequence(), 0)));
    ofExpectations.on(
        request ->
            ofExpectations.deliver(
                ofExpectations.answers().cpuStatistics(CTRZERO, request.sequence(), 0, 2, 9),
                ofExpectations.answers().done(request.sequence(), 0)));
  }

  @Test
  void putsTheAnswersTogether() {
    answerAll();

    ConntrackStatistics read = statistics.read();

    assertThat(read.count()).isEqualTo(42);
    assertThat(read.limit()).hasValue(100);
    assertThat(read.cpus()).extracting(cpu -> cpu.cpu()).containsExactly(0, 3);
    assertThat(read.total(StatisticsCounter.INSERT)).hasValue(12);
    assertThat(read.total(StatisticsCounter.EXPECT_CREATE)).hasValue(9);
    assertThat(read.total(StatisticsCounter.DROP)).isEmpty();
  }

  @Test
  void asksEachByADumpOverASocketThatItCloses() {
    answerAll();

    statistics.read();

    assertThat(ofFlows.requests()).extracting(WireMessage::type).containsExactly(0x0104);
    assertThat(ofExpectations.requests()).extracting(WireMessage::type).containsExactly(0x0203);
    assertThat(ofFlows.isClosed()).isTrue();
    assertThat(ofExpectations.isClosed()).isTrue();
  }

  @Test
  void leavesTheLimitOutThatAnOldKernelDoesNotTell() {
    answerAll();
    KernelTable old =
        new KernelTable(
            ScriptedKernel.inTurn(
                new ScriptedKernel()
                    .reply(request -> global.answers().statistics(request.sequence(), 1))),
            TIMEOUT);

    assertThat(new KernelStatistics(old, dumps, dumpsOnly(), TIMEOUT).read().limit()).isEmpty();
  }

  private SocketSource dumpsOnly() {
    return ScriptedKernel.inTurn(ofFlows, ofExpectations);
  }

  @Test
  void saysWhichPrivilegeIsMissing() {
    global.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(statistics::read)
        .withMessageStartingWith("statistics: ")
        .withMessageContaining("CAP_NET_ADMIN");
  }

  @Test
  void closesTheSocketOfADumpThatIsRefused() {
    answerAll();
    dumps.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(statistics::read);
    assertThat(ofFlows.isClosed()).isTrue();
  }
}
