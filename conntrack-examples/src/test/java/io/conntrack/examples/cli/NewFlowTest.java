package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.Mark;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewFlowTest {

  private static final Tuple ORIGINAL = Tuple.udp("10.0.0.1", 1000, "10.0.0.2", 53);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 53",
        "-r 10.0.0.2 -q 10.0.0.1 --reply-port-src 53 --reply-port-dst 1000",
        "-s 10.0.0.1 -d 10.0.0.2 --reply-port-src 53 --reply-port-dst 1000",
        "-s 10.0.0.1 -d 10.0.0.2 -r 10.0.0.2 -q 10.0.0.1 --sport 1000 --dport 53"
      })
  void mirrorsWhatWasNotGiven(String tuple) {
    Flow flow = NewFlow.of(CommandLines.parse("-I -p udp -t 60 " + tuple));

    assertThat(flow).isEqualTo(Flow.builder(ORIGINAL).timeout(Duration.ofSeconds(60)).build());
  }

  @Test
  void keepsWhatWasGivenForBothDirections() {
    String reply = "-r 10.0.0.2 -q 203.0.113.9 --reply-port-src 53 --reply-port-dst 2000";
    String original = "-s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 53";
    Flow flow = NewFlow.of(CommandLines.parse("-I -p udp -t 60 " + original + " " + reply));

    assertThat(flow.original()).isEqualTo(ORIGINAL);
    assertThat(flow.reply()).isEqualTo(Tuple.udp("10.0.0.2", 53, "203.0.113.9", 2000));
  }

  @Test
  void answersAPing() {
    String line = "-I -p icmp -t 60 -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0";

    assertThat(NewFlow.of(CommandLines.parse(line)).reply())
        .isEqualTo(Tuple.icmp("10.0.0.2", "10.0.0.1", 0, 0, 0));
  }

  @Test
  void refusesAnIcmpTypeThatIsNoQuery() {
    String line = "-I -p icmp -t 60 -s 10.0.0.1 -d 10.0.0.2 --icmp-type 3 --icmp-code 0";

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> NewFlow.of(CommandLines.parse(line)))
        .withMessageStartingWith("invalid parameters")
        .withMessageContaining("type 3");
  }

  @Test
  void setsStatusMarkAndZone() {
    String line = "-I -p 50 -t 60 -s ::1 -d ::2 -u ASSURED,SEEN_REPLY -m 0x10/0xff -w 7";
    Flow flow = NewFlow.of(CommandLines.parse(line));

    assertThat(flow.status()).contains(Status.ASSURED.with(Status.SEEN_REPLY));
    assertThat(flow.mark()).contains(Mark.of(0x10));
    assertThat(flow.zone()).contains(Zone.of(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXPECTED", "OFFLOAD", "ASSURED,HW_OFFLOAD"})
  void refusesAStatusThatOnlyTheKernelSets(String status) {
    String line = "-I -p 50 -t 60 -s ::1 -d ::2 -u " + status;

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> NewFlow.of(CommandLines.parse(line)))
        .withMessageStartingWith("Device or resource busy");
  }

  @ParameterizedTest
  @CsvSource({"ESTABLISHED, 0x0a", "LAST_ACK, 0x0a", "TIME_WAIT, 0x0e", "LISTEN, 0x0e"})
  void checksNoWindowsOfATcpFlow(String state, String flags) {
    String tuple = " -s ::1 -d ::2 --sport 1 --dport 2";
    Flow flow = NewFlow.of(CommandLines.parse("-I -p tcp -t 60 --state " + state + tuple));

    for (Direction direction : Direction.values()) {
      assertThat(flow.tcpFlags(direction)).isEqualTo(Integer.decode(flags));
      assertThat(flow.tcpFlagsMask(direction)).isEqualTo(Integer.decode(flags));
    }
    assertThat(flow.protocolInfo()).get().isInstanceOf(TcpInfo.class);
    assertThat(flow.tcpState().map(TcpState::toString))
        .contains(state.equals("LISTEN") ? "SYN_SENT2" : state);
  }

  @Test
  void setsTheTagsOfAnSctpFlow() { // these read the same in either byte order
    String line =
        "-I -p sctp -t 60 -s ::1 -d ::2 --sport 1 --dport 2 --state CLOSED"
            + " --orig-vtag 4294967295 --reply-vtag 16908801";

    assertThat(NewFlow.of(CommandLines.parse(line)).protocolInfo())
        .contains(new SctpInfo(SctpState.CLOSED, -1, 0x01020201));
  }
}
