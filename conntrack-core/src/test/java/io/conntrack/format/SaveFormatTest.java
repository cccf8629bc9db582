package io.conntrack.format;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.conntrack.Allocation;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SaveFormatTest {

  /** Lines of {@code conntrack -L -o save}. */
  static Stream<Arguments> flowsAndTheirLines() {
    return Stream.of(
        arguments(
            Flow.builder(
                Tuple.of(
                    Protocol.GRE, IpAddress.parse("1.1.1.1"), 21, IpAddress.parse("2.2.2.2"), 25)),
            "-A -t 99 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p gre --srckey 21"
                + " --dstkey 25 --reply-key-src 25 --reply-key-dst 21"),
        arguments(
            Flow.builder(Tuple.tcp("1.1.1.1", 1, "2.2.2.2", 2))
                .status(Status.SEEN_REPLY.with(Status.ASSURED))
                .zone(Zone.of(3))
                .tcpState(TcpState.ESTABLISHED),
            "-A -t 99 -u SEEN_REPLY,ASSURED -w 3 -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p"
                + " tcp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state"
                + " ESTABLISHED"),
        arguments(
            Flow.builder(Tuple.udp("1.1.1.1", 1, "2.2.2.2", 2))
                .status(Status.DESTINATION_NAT.with(Status.DESTINATION_NAT_DONE))
                .reply(Tuple.udp("9.9.9.9", 99, "1.1.1.1", 1)),
            "-A -t 99 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -g 9.9.9.9 -q 1.1.1.1 -p udp --sport 1"
                + " --dport 2 --reply-port-src 99 --reply-port-dst 1"),
        arguments(
            Flow.builder(
                    Tuple.of(
                        Protocol.of(50), IpAddress.parse("1.1.1.1"), IpAddress.parse("2.2.2.2")))
                .status(Status.SOURCE_NAT.with(Status.SOURCE_NAT_DONE))
                .reply(
                    Tuple.of(
                        Protocol.of(50), IpAddress.parse("2.2.2.2"), IpAddress.parse("9.9.9.9"))),
            "-A -t 99 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -n 9.9.9.9 -p 50"),
        arguments(
            Flow.builder(Tuple.icmpv6("1::1", "2::2", 128, 0, 99)),
            "-A -t 99 -u UNSET -s 1::1 -d 2::2 -r 2::2 -q 1::1 -p icmpv6 --icmpv6-type 128"
                + " --icmpv6-code 0 --icmpv6-id 99"),
        arguments(
            Flow.builder(Tuple.icmp("1.1.1.1", "2.2.2.2", 8, 0, 65535))
                .status(Status.EXPECTED.with(Status.FIXED_TIMEOUT))
                .zone(REPLY, Zone.of(7)),
            "-A -t 99 -u EXPECTED,FIXED_TIMEOUT --reply-zone 7 -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q"
                + " 1.1.1.1 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 65535"));
  }

  @ParameterizedTest
  @MethodSource("flowsAndTheirLines")
  void writesTheLineOfTheCommand(FlowBuilder flow, String line) {
    FlowBuffer view = Flows.buffer(flow.timeout(Duration.ofSeconds(99)));

    assertThat(SaveFormat.PLAIN.format(view)).isEqualTo(line);
  }

  @Test
  void writesStateAndTagsOfSctp() {
    FlowBuffer sctp =
        Flows.buffer(
            Flow.builder(Tuple.sctp("1.1.1.1", 1, "2.2.2.2", 2)).zone(ORIGINAL, Zone.of(4)));
    sctp.timeout(99);
    sctp.sctpState(4);
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    sctp.sctpTags(little ? 1 << 24 : 1, -1); // as the original reads their bytes

    assertThat(SaveFormat.PLAIN.format(sctp))
        .isEqualTo(
            "-A -t 99 -u UNSET --orig-zone 4 -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p sctp"
                + " --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state ESTABLISHED"
                + " --orig-vtag 1 --reply-vtag 4294967295");
  }

  @Test
  void takesTheBitThatSaysThatNatWasConsideredForASignOfNat() {
    FlowBuffer view =
        Flows.buffer(
            Flow.builder(Tuple.udp("1.1.1.1", 1, "2.2.2.2", 2))
                .reply(Tuple.udp("9.9.9.9", 2, "8.8.8.8", 1)));
    view.status(Status.SOURCE_NAT.bits() | Status.DESTINATION_NAT.bits());
    assertThat(SaveFormat.PLAIN.format(view)).contains(" -r 9.9.9.9 -q 8.8.8.8 ");

    view.status(Status.SOURCE_NAT_DONE.bits() | Status.DESTINATION_NAT_DONE.bits());

    assertThat(SaveFormat.PLAIN.format(view)).contains(" -g 9.9.9.9 -n 8.8.8.8 ");
  }

  @ParameterizedTest
  @CsvSource({"NEW, -A", "UPDATE, -U", "DESTROY, -D"})
  void writesEventsAsTheCommandThatRepeatsThem(EventType type, String command) {
    FlowBuffer view = Flows.buffer(Flows.udp());

    assertThat(SaveFormat.PLAIN.appendEvent(new StringBuilder(), type, view).toString())
        .isEqualTo(SaveFormat.PLAIN.format(view).replaceFirst("-A", command));
  }

  @Test
  void writesADeletion() {
    FlowBuffer view = Flows.buffer(Flows.esp6());

    assertThat(SaveFormat.PLAIN.appendDeletion(new StringBuilder(), view).toString())
        .startsWith("-D -t ");
  }

  @Test
  void appendsWithoutAllocatingOnceTheTextHasGrown() {
    FlowBuffer tcp = Flows.buffer(Flows.natted());
    FlowBuffer ping = Flows.buffer(Flows.icmpv6());
    StringBuilder text = new StringBuilder(1_000);

    double bytes =
        Allocation.bytesPerCall(
            200_000,
            () -> {
              text.setLength(0);
              SaveFormat.PLAIN.appendTo(text, tcp);
              SaveFormat.PLAIN.appendTo(text, ping);
            });

    assertThat(bytes).isLessThan(Allocation.NOTHING);
  }
}
