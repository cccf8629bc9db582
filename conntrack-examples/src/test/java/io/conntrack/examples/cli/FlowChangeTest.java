package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowChangeTest {

  private static final Flow FLOW =
      Flow.builder(Tuple.tcp("10.0.0.1", 1000, "10.0.0.2", 443))
          .status(Status.CONFIRMED.with(Status.SEEN_REPLY))
          .timeout(Duration.ofSeconds(100))
          .tcpState(TcpState.ESTABLISHED)
          .mark(0x15)
          .build();
  private static final Flow SCTP =
      Flow.builder(Tuple.sctp("10.0.0.1", 1000, "10.0.0.2", 3868))
          .protocolInfo(new SctpInfo(new SctpState(4), 0x01020201, 0x03040403))
          .build();

  @ParameterizedTest
  @CsvSource({
    "-U -m 7, mark 0x7",
    "-U -m 0, mark 0x0",
    "-U -m 0x20/0xf0, mark 0x20/0xf0",
    "-U -m 0x2/0xf0, mark 0x7",
    "-U -m 1/0, mark 0x14",
    "-U -t 7, timeout 7s",
    "-U -u ASSURED, status ASSURED",
    "-U -p tcp --state CLOSE_WAIT,"
        + " state CLOSE_WAIT flags 0xa/0xa of the original flags 0xa/0xa of the reply",
    "-U -p tcp --state CLOSE -t 100 -m 1,"
        + " state CLOSE flags 0xe/0xe of the original flags 0xe/0xe of the reply mark 0x1"
  })
  void setsWhatIsDifferent(String line, String update) {
    assertThat(new FlowChange(CommandLines.parse(line)).of(FLOW))
        .map(FlowUpdate::toString)
        .contains(update);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-U",
        "-U -m 0x15",
        "-U -m 0x10/0xf0",
        "-U -t 100",
        "-U -u SEEN_REPLY",
        "-U -u !ASSURED",
        "-U -p tcp --state ESTABLISHED"
      })
  void leavesAloneWhatHasItAlready(String line) {
    assertThat(new FlowChange(CommandLines.parse(line)).of(FLOW)).isEmpty();
  }

  @Test
  void refusesAStatusThatOnlyTheKernelSets() {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> new FlowChange(CommandLines.parse("-U -u EXPECTED")));
  }

  @ParameterizedTest
  @CsvSource({
    "--state CLOSED, state CLOSED tags 16908801/50594819",
    "--orig-vtag 4294967295, state ESTABLISHED tags 4294967295/50594819",
    "--reply-vtag 84280837, state ESTABLISHED tags 16908801/84280837",
    "--state SHUTDOWN_SENT --orig-vtag 0 --reply-vtag 16908801, state SHUTDOWN_SENT tags 0/16908801"
  })
  void completesWhatIsKnownOfSctp(String options, String update) {
    assertThat(new FlowChange(CommandLines.parse("-U -p sctp " + options)).of(SCTP))
        .map(FlowUpdate::toString)
        .contains(update);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " --state ESTABLISHED", " --orig-vtag 16908801 --reply-vtag 50594819"})
  void leavesSctpAloneThatHasItAlready(String options) {
    assertThat(new FlowChange(CommandLines.parse("-U -p sctp" + options)).of(SCTP)).isEmpty();
  }

  @Test
  void refusesTheStateOfDccpThatNoKernelHas() {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> new FlowChange(CommandLines.parse("-U -p dccp --state OPEN")))
        .withMessage("Operation not supported - Linux has no state of dccp flows since 6.17");
  }
}
