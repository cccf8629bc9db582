package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static final Flow TCP =
      Flow.builder(Tuple.tcp("10.0.0.1", 1000, "192.0.2.1", 443))
          .reply(Tuple.tcp("192.0.2.1", 443, "203.0.113.9", 2000))
          .status(Status.CONFIRMED.with(Status.ASSURED))
          .tcpState(TcpState.ESTABLISHED)
          .timeout(Duration.ofSeconds(100))
          .zone(Zone.of(5))
          .mark(0x15)
          .build();
  private static final Flow PING =
      Flow.builder(Tuple.icmp("10.0.0.1", "192.0.2.1", 8, 0, 7)).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L",
        "-L -f ipv4 -p tcp",
        "-L -s 10.0.0.0/8 -d 192.0.2.1 -r 192.0.2.1 -q 203.0.113.9",
        "-L -p tcp --sport 1000 --dport 443 --reply-port-src 443 --reply-port-dst 2000",
        "-L -p tcp --state ESTABLISHED",
        "-L -m 0x15",
        "-L -m 0x10/0xf0",
        "-L -w 5",
        "-L -u ASSURED",
        "-L -u UNREPLIED",
        "-L -u ASSURED,!SEEN_REPLY",
        "-D -u !SEEN_REPLY",
        "-D -t 100",
        "-U -p tcp -m 1 -t 5 -u SEEN_REPLY --state CLOSE"
      })
  void selects(String line) {
    assertThat(Selection.of(CommandLines.parse(line)).test(TCP)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L -f ipv6",
        "-L -p udp",
        "-L -s 11.0.0.0/8",
        "-L -r 192.0.2.2",
        "-L -p tcp --sport 443",
        "-L -p tcp --reply-port-dst 1000",
        "-L -p tcp --state CLOSE",
        "-L -m 5",
        "-L -m 0/0x10",
        "-L -w 0",
        "-L -u ASSURED,SEEN_REPLY",
        "-D -u !ASSURED",
        "-D -u SEEN_REPLY",
        "-D -t 99",
        "-U -p udp -m 1"
      })
  void passesOver(String line) {
    assertThat(Selection.of(CommandLines.parse(line)).test(TCP)).isFalse();
  }

  @Test
  void comparesIcmpFieldsWithTheOriginalTuple() {
    assertThat(Selection.of(CommandLines.parse("-L -p icmp --icmp-type 8 --icmp-id 7")).test(PING))
        .isTrue();
    assertThat(Selection.of(CommandLines.parse("-L -p icmp --icmp-type 0")).test(PING)).isFalse();
  }

  @Test
  void comparesGreKeys() {
    Flow flow =
        Flow.builder(
                Tuple.of(
                    Protocol.GRE, IpAddress.parse("10.0.0.1"), 21, IpAddress.parse("10.0.0.2"), 25))
            .build();

    assertThat(Selection.of(CommandLines.parse("-D -p gre --srckey 21")).test(flow)).isTrue();
    assertThat(Selection.of(CommandLines.parse("-D -p gre --srckey 22")).test(flow)).isFalse();
  }

  @Test
  void aZoneOfOneDirectionIsNotTheZoneOfBoth() {
    Flow flow = TCP.toBuilder().zone(Direction.ORIGINAL, Zone.of(5)).build();

    assertThat(Selection.of(CommandLines.parse("-L -w 5")).test(flow)).isFalse();
    assertThat(Selection.of(CommandLines.parse("-L -w 0")).test(flow)).isTrue();
  }

  @Test
  void refusesAMarkThatNoFlowCanHave() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Selection.of(CommandLines.parse("-D -m 2/1")))
        .withMessageContaining("can never match");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-D -u ASSURED,!ASSURED", "-L -u UNREPLIED,SEEN_REPLY"})
  void refusesABitThatIsToBeSetAndClear(String line) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Selection.of(CommandLines.parse(line)))
        .withMessageContaining("can never match");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-D -u UNSET", "-L -u UNSET", "-D -u SRC_NAT"})
  void refusesAStatusThatSaysNothing(String line) {
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> Selection.of(CommandLines.parse(line)))
        .withMessageStartingWith("invalid parameters");
  }
}
