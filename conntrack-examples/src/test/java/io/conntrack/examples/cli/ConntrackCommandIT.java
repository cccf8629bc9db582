package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.conntrack.Conntrack;
import io.conntrack.Flow;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares our command with the one of conntrack-tools, on the real kernel. */
@KernelTest(needs = Feature.CONNTRACK)
class ConntrackCommandIT {

  private static final String[] FLOWS = {
    "-I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED -u ASSURED",
    "-I -p tcp -s 10.0.0.3 -d 10.0.0.4 --sport 1 --dport 2 -t 500 --state TIME_WAIT -u SEEN_REPLY",
    "-I -p tcp -s fd00::1 -d fd00::2 --orig-port-src 1 --orig-port-dst 2 -t 500 --state SYN_SENT",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 -u FIXED_TIMEOUT -m 0x10/0xff",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 9 --dport 2 -t 500 -r 10.0.0.2 -q 10.0.0.9"
        + " --reply-port-src 2 --reply-port-dst 7",
    "-I -p udp -r 10.0.0.5 -q 10.0.0.6 --reply-port-src 1 --reply-port-dst 2 -t 500",
    "-I -p udp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500 -w 5",
    "-I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 -t 500",
    "-I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 13 --icmp-code 0 -t 500",
    "-I -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 7 -t 500",
    "-I -p sctp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED"
        + " --orig-vtag 5 --reply-vtag 6",
    "-I -p sctp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500 --state COOKIE_WAIT"
        + " --orig-vtag 5 --reply-vtag 6",
    "-I -p dccp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state OPEN --role client",
    "-I -p dccp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500 --state NONE --role server",
    "-I -p gre -s 10.0.0.1 -d 10.0.0.2 --srckey 21 --dstkey 0x25 -t 500",
    "-I -p gre -s fd00::1 -d fd00::2 --srckey 21 --dstkey 25 -t 500",
    "-I -p udplite -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500",
    "-I -p 50 -s 10.0.0.1 -d 10.0.0.2 -t 500 -u UNSET",
    "-I -p 50 -s fd00::1 -d fd00::2 -t 500 -m 4294967295 -w 65535"
  };

  @Test
  void eachListsWhatTheOtherCreates(Netns netns) throws Exception {
    Netns theirs = netns.another();
    for (String line : FLOWS) {
      assertThat(Outcome.ofOurs(line)).as(line).isEqualTo(theirs(theirs, line));
    }
    Outcome listing = theirs(netns, "-L").comparable();

    assertThat(listing.lines()).hasSize(FLOWS.length);
    assertThat(Outcome.ofOurs("-L").comparable()).isEqualTo(listing);
    assertThat(theirs(theirs, "-L").comparable()).isEqualTo(listing);
    assertThat(theirs.call(() -> Outcome.ofOurs("-L")).comparable()).isEqualTo(listing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L",
        "-C",
        "--dump conntrack",
        "-L -f ipv4",
        "-L -f ipv6",
        "-L -p tcp",
        "-L -p 50",
        "-L -s 10.0.0.1",
        "-L -s 10.0.0.0/30 -d 10.0.0.2",
        "-L -s fd00::/16",
        "-L -r 10.0.0.2 -q 10.0.0.9",
        "-L -p udp --sport 1",
        "-L -p udp --reply-port-dst 7",
        "-L -p tcp --state TIME_WAIT",
        "-L -p icmp --icmp-type 8",
        "-L -p icmp --icmp-id 0",
        "-L -p icmpv6 --icmpv6-code 0",
        "-L -m 16",
        "-L -m 0x10/0x30",
        "-L -w 5",
        "-L -w 0",
        "-L -u ASSURED",
        "-L -u FIXED",
        "-L -u UNREPLIED",
        "-L -u !SEEN_REPLY",
        "-L -u UNSET",
        "-L -u SRC_NAT",
        "-L -p tcp -s 10.0.0.1 -u ASSURED --state ESTABLISHED --dport 2 -m 0",
        "-L -s 10.9.9.9",
        "-G -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2",
        "-G -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 --state ESTABLISHED",
        "-G -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 --state CLOSE",
        "-G -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -r 10.9.9.9",
        "-G -p tcp -s 10.0.0.2 -d 10.0.0.1 --sport 2 --dport 1",
        "-G -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 3",
        "-G -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7",
        "-G -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 3 --icmp-code 0",
        "-G -p gre -s fd00::1 -d fd00::2 --srckey 21 --dstkey 25",
        "-G -p 50 -s 10.0.0.1 -d 10.0.0.2"
      })
  void showsWhatTheOriginalShows(String line, Netns netns) throws Exception {
    create(netns);

    assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(theirs(netns, line).comparable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500",
        "-I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 3 --icmp-code 0 -t 500",
        "-I -p icmp -s fd00::1 -d fd00::2 --icmp-type 8 --icmp-code 0 -t 500",
        "-I -p icmpv6 -s 10.0.0.1 -d 10.0.0.2 --icmpv6-type 128 --icmpv6-code 0 -t 500",
        "-I -p tcp -s ::ffff:10.0.0.1 -d :: --sport 0 --dport 65535 --state NONE -t 4294967295",
        "-I -p 0 -s 0.0.0.0 -d 255.255.255.255 -t 500",
        "-I -p 50 -s 10.0.0.8 -d 10.0.0.2 -t 500 -u EXPECTED",
        "-D -s 10.9.9.9",
        "-D -p tcp",
        "-D -s 10.0.0.0/30",
        "-D -f ipv6",
        "-D -m 16",
        "-D -u ASSURED",
        "-D -p udp --reply-port-dst 7",
        "-D -p icmp --icmp-id 7",
        "-D",
        "-U -s 10.9.9.9 -m 1",
        "-U -p tcp -s 10.0.0.1",
        "-U -p tcp -s 10.0.0.1 -m 0",
        "-U -p tcp -s 10.0.0.1 -m 7",
        "-U -p udp -s 10.0.0.1 --sport 1 -m 0x21/0x31",
        "-U -p udp -s 10.0.0.1 --sport 1 -m 3/2",
        "-U -p tcp -s 10.0.0.1 --state CLOSE_WAIT -u SEEN_REPLY",
        "-U -p tcp -s 10.0.0.1 -t 0",
        "-U -p sctp -s 10.0.0.1 --state ESTABLISHED",
        "-F"
      })
  void changesWhatTheOriginalChanges(String line, Netns netns) throws Exception {
    Netns theirs = netns.another();
    create(netns);
    create(theirs);

    assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(theirs(theirs, line).comparable());
    assertThat(theirs(netns, "-L").comparable()).isEqualTo(theirs(theirs, "-L").comparable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L -D",
        "-L foo",
        "-L --foo",
        "-L -s",
        "-L -s 10.0.0.300",
        "-L -s 10.0.0.1 -d fd00::1",
        "-L -f ipv6 -s 10.0.0.1",
        "-L -f inet",
        "-L -r 10.0.0.0/8",
        "-L -s 10.0.0.0/33",
        "-L -p foo",
        "-L -p 256",
        "-L -p tcp --state FOO",
        "-L --sport 5",
        "-L -p tcp --icmp-type 5",
        "-L -u FOO",
        "-L -u ASSURED,,FOO",
        "-L -t 5",
        "-C -p tcp",
        "-F -s 10.0.0.1",
        "-G",
        "-G -p tcp",
        "-G -p tcp -s 10.0.0.0/24 -d 10.0.0.2 --sport 1 --dport 2",
        "-I -p tcp -t 5 -s 10.0.0.1",
        "-I -p tcp -t 5 -r 10.0.0.1",
        "-I -p tcp -t 5 -s 10.0.0.1 -d 10.0.0.2",
        "-I -p udp -t 5 -s 10.0.0.1 -d 10.0.0.2 --sport 1",
        "-I -p gre -t 5 -s 10.0.0.1 -d 10.0.0.2",
        "-U -w 5",
        "-p tcp"
      })
  void refusesWhatTheOriginalRefuses(String line, Netns netns) throws Exception {
    assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(theirs(netns, line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-D -u UNREPLIED", "-D -u !SEEN_REPLY"})
  void deletesOnlyFlowsWithoutReply(String line, Netns netns) throws Exception {
    create(netns);

    assertThat(Outcome.ofOurs(line).lines()).hasSize(FLOWS.length - 1);
    assertThat(theirs(netns, "-L").lines())
        .singleElement()
        .asString()
        .contains("src=10.0.0.3 dst=10.0.0.4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-D -u UNSET",
        "-D -m 2/1",
        "-D -u ASSURED,!ASSURED",
        "-D -p tcp --sport 99999",
        "-D -s 10.0.0.1 -d fd00::1",
        "-D -o yaml",
        "-D -o save,id",
        "-D --id=5",
        "-U -u EXPECTED",
        "-I -p 50 -s 10.0.0.8 -d 10.0.0.2 -t 500 -u OFFLOAD"
      })
  void touchesNothingWhenItRefuses(String line, Netns netns) throws Exception {
    create(netns);

    Outcome outcome = Outcome.ofOurs(line);

    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.messages()).isNotEmpty();
    assertThat(Outcome.ofOurs("-C").lines()).containsExactly(String.valueOf(FLOWS.length));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp and dport 2 and assured, -p tcp --dport 2 -u ASSURED",
    "dst net 10.0.0.0/30 and not tcp and udp, -d 10.0.0.0/30 -p udp",
    "mark 0x10/0x30, -m 0x10/0x30",
    "ipv6 and zone 5, -f ipv6 -w 5"
  })
  void takesAnExpressionInPlaceOfOptions(String expression, String options, Netns netns)
      throws Exception {
    create(netns);
    Outcome expected = Outcome.ofOurs("-L " + options).comparable();

    assertThat(Outcome.ofOurs("-L", "--filter", expression).comparable()).isEqualTo(expected);
    assertThat(Outcome.ofOurs("-D", "--filter", expression).lines())
        .hasSameSizeAs(expected.lines());
    assertThat(Outcome.ofOurs("-L " + options).lines()).isEmpty();
  }

  @Test
  void updatesWhatAnExpressionSelects(Netns netns) throws Exception {
    create(netns);

    assertThat(Outcome.ofOurs("-U", "--filter", "sctp or gre", "-m", "77").lines()).hasSize(4);
    assertThat(theirs(netns, "-L -m 77").lines()).hasSize(4);
  }

  @Test
  void showsThePlaceOfAMistakeInAnExpression(Netns netns) throws Exception {
    create(netns);

    Outcome outcome = Outcome.ofOurs("-D", "--filter", "tcp and dport 99999");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(String.join("\n", outcome.messages())).contains("99999").contains("^");
    assertThat(Outcome.ofOurs("-C").lines()).containsExactly(String.valueOf(FLOWS.length));
  }

  @Test
  void deletesGreFlowsByTheirKey(Netns netns) throws Exception {
    create(netns);

    assertThat(Outcome.ofOurs("-D -p gre --dstkey 0x25").lines()).hasSize(1);
    assertThat(theirs(netns, "-L -p gre").lines()).hasSize(1);
  }

  @Test
  void changesAFlowInItsZone(Netns netns) throws Exception {
    create(netns);

    assertThat(Outcome.ofOurs("-U -p udp -s fd00::1 -m 9").lines()).hasSize(1);
    assertThat(theirs(netns, "-L -m 9").lines())
        .singleElement()
        .asString()
        .contains("mark=9 zone=5");
  }

  /** The original sends a part of what the kernel wants, and changes nothing. */
  @Test
  void changesWhatIsKnownOfSctp(Netns netns) throws Exception {
    create(netns);

    assertThat(Outcome.ofOurs("-U -p sctp -s 10.0.0.1 --state SHUTDOWN_SENT").status()).isZero();
    assertThat(Outcome.ofOurs("-U -p sctp -s 10.0.0.1 --orig-vtag 16908801").status()).isZero();

    try (Conntrack conntrack = Conntrack.open()) {
      assertThat(conntrack.table().get(Tuple.sctp("10.0.0.1", 1, "10.0.0.2", 2)))
          .flatMap(Flow::protocolInfo)
          .hasValueSatisfying(
              info ->
                  assertThat(info)
                      .asInstanceOf(type(SctpInfo.class))
                      .returns(SctpState.SHUTDOWN_SENT, SctpInfo::state)
                      .returns(0x01020201, SctpInfo::originalTag));
    }
  }

  /** The original empties the table of both. */
  @ParameterizedTest
  @CsvSource({"ipv4, ipv6", "ipv6, ipv4"})
  void flushesOneFamily(String family, String other, Netns netns) throws Exception {
    create(netns);
    List<String> others = theirs(netns, "-L -f " + other).comparable().lines();

    assertThat(Outcome.ofOurs("-F -f " + family))
        .isEqualTo(
            new Outcome(
                0,
                List.of(),
                List.of(Messages.VERSION + ": connection tracking table has been emptied.")));
    assertThat(theirs(netns, "-L -f " + family).lines()).isEmpty();
    assertThat(theirs(netns, "-L").comparable().lines()).isNotEmpty().isEqualTo(others);
  }

  @Test
  void findsAFlowByItsReplyTuple(Netns netns) throws Exception {
    create(netns);
    String line = "-G -p udp -r 10.0.0.2 -q 10.0.0.9 --reply-port-src 2 --reply-port-dst 7";

    assertThat(Outcome.ofOurs(line).lines()).singleElement().asString().contains("sport=9 dport=2");
  }

  private static void create(Netns netns) throws Exception {
    netns.runWithInput(String.join("\n", FLOWS), "conntrack", "-R", "-").orFail();
  }

  private static Outcome theirs(Netns netns, String line) throws Exception {
    return Outcome.of(netns.tryConntrack(CommandLines.words(line).toArray(String[]::new)));
  }
}
