package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.conntrack.FlowFilter;
import io.conntrack.IpPrefix;
import io.conntrack.Labels;
import io.conntrack.Mark;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "not any",
        "tcp",
        "icmpv6",
        "proto 50",
        "proto tcp,udp,50",
        "proto 0-255",
        "ipv4",
        "ipv6",
        "src 10.0.0.0/8",
        "dst 2001:db8::1",
        "orig addr 192.0.2.1",
        "reply src 192.0.2.1",
        "reply dst ::/0",
        "reply addr 192.0.2.1",
        "any src 192.0.2.1",
        "any dst 192.0.2.1",
        "any addr 10.0.0.0/8,192.0.2.1,2001:db8::/32",
        "master src 192.0.2.1",
        "master dport 21",
        "master addr 192.0.2.1",
        "sport 1",
        "dport 80,443,8000-8100",
        "orig port 53",
        "reply sport 53",
        "reply dport 53",
        "reply port 53",
        "any sport 53",
        "any dport 53",
        "any port 5000-5999",
        "master port 21",
        "icmp type 8",
        "icmpv6 code 0",
        "reply icmp id 97,100-200",
        "tcp state established,close",
        "sctp state cookie_wait",
        "dccp state open",
        "tcp state 12",
        "mark 0x10",
        "mark 0x10/0xff",
        "mark 0x1,0x3,0x10-0x1f",
        "mark 0x10-0x1f/0xff",
        "mark {0x1,0x3}/0xf",
        "zone 3",
        "zone 0,7-9",
        "orig zone 3",
        "reply zone 3",
        "assured",
        "seen-reply",
        "confirmed",
        "expected",
        "dying",
        "fixed-timeout",
        "seq-adjusted",
        "offloaded",
        "hw-offloaded",
        "status helper",
        "status src-nat,dst-nat",
        "status seen-reply,!assured,!0x10000",
        "status 0x80000000",
        "snat",
        "dnat",
        "natted",
        "label 3",
        "label any 3,100-127",
        "label all 3,127",
        "helper ftp",
        "helper Q.931",
        "helper \"a b\"",
        "helper \"and\"",
        "helper \"\\\"\\\\\"",
        "helper \"\"",
        "secctx system_u:object_r:packet_t:s0",
        "secctx \"s0:c0,c3\"",
        "id 1254395836",
        "orig vtag 4711",
        "reply vtag 4294967295",
        "timeout < 30s",
        "timeout <= 1h",
        "timeout = 0s",
        "timeout >= 2d",
        "timeout > 90s",
        "age > 500ms",
        "age < 1ns",
        "use = 1",
        "packets > 10k",
        "orig packets > 1500",
        "reply packets >= 5M",
        "bytes > 2G",
        "orig bytes < 18446744073709551615",
        "reply bytes = 0",
        "has labels",
        "has original-counters",
        "tcp and udp or icmp",
        "(tcp or udp) and not (assured and dying)",
        "not (tcp or udp)",
      })
  void readsItsOwnTextAsItIs(String text) {
    assertThat(FlowFilter.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      value = {
        "TCP AND Orig DST Net 10.0.0.0/8 | tcp and dst 10.0.0.0/8",
        "none | not any",
        "src host 10.0.0.1 | src 10.0.0.1",
        "orig src addr 10.0.0.1 | src 10.0.0.1",
        "orig dport 80 | dport 80",
        "src port 80 | sport 80",
        "reply dst portrange 1-5 | reply dport 1-5",
        "host 10.0.0.1 | any addr 10.0.0.1",
        "net fd00::/64 | any addr fd00::/64",
        "port 53 | any port 53",
        "any host 10.0.0.1 | any addr 10.0.0.1",
        "tcp port 80 | tcp and any port 80",
        "tcp dst port 80 or udp | tcp and dport 80 or udp",
        "not tcp port 80 | not (tcp and any port 80)",
        "tcp src net 10.0.0.0/8 and assured | tcp and src 10.0.0.0/8 and assured",
        "dport {80, 443} | dport 80,443",
        "dport 443 , 80,81 | dport 80-81,443",
        "dport = 80 | dport 80",
        "dport == 80 | dport 80",
        "dport != 80,81 | not dport 80-81",
        "dport < 1024 | dport 0-1023",
        "dport <= 1024 | dport 0-1024",
        "dport > 1024 | dport 1025-65535",
        "dport >= 1024 | dport 1024-65535",
        "dport 0x50 | dport 80",
        "src != 10.0.0.1 | not src 10.0.0.1",
        "src 10.0.0.0-10.0.0.5 | src 10.0.0.0/30,10.0.0.4/31",
        "src 10.0.0.1,10.0.0.0/8 | src 10.0.0.0/8",
        "src 10.1.2.3/8 | src 10.0.0.0/8",
        "proto 6 | tcp",
        "proto != tcp | not tcp",
        "icmp6 | icmpv6",
        "orig icmp type 8 | icmp type 8",
        "icmp type != 8 | not icmp type 8",
        "ip6 | ipv6",
        "inet | ipv4",
        "tcp state ESTABLISHED | tcp state established",
        "tcp state 1-2 | tcp state syn_sent,syn_recv",
        "state syn_sent | tcp state syn_sent",
        "state established | tcp state established or sctp state established",
        "state != timewait | not dccp state timewait",
        "state cookie_wait,cookie_echoed | sctp state cookie_wait,cookie_echoed",
        "mark 16 | mark 0x10",
        "mark != 0 | not mark 0x0",
        "mark > 0 | mark 0x1-0xffffffff",
        "mark = 1 | mark 0x1",
        "mark {1,2} | mark 0x1-0x2",
        "mark { 1, 3 } /0xff | mark {0x1,0x3}/0xff",
        "SEEN_REPLY | seen-reply",
        "replied | seen-reply",
        "unreplied | status !seen-reply",
        "offload | offloaded",
        "status assured | assured",
        "status ASSURED,SEEN_REPLY | status seen-reply,assured",
        "status 0x4 | assured",
        "! assured | not assured",
        "not not assured | assured",
        "not ! not assured | not assured",
        "nat | natted",
        "snat to 192.0.2.1 | snat and reply dst 192.0.2.1",
        "dnat to 10.0.0.0/8,192.0.2.1 | dnat and reply src 10.0.0.0/8,192.0.2.1",
        "snat to 192.0.2.1:40000 | snat and reply dst 192.0.2.1 and reply dport 40000",
        "dnat to [2001:db8::1]:80-90 | dnat and reply src 2001:db8::1 and reply sport 80-90",
        "natted to ::1 | snat and reply dst ::1 or dnat and reply src ::1",
        "snat and not snat to 192.0.2.1 | snat and not (snat and reply dst 192.0.2.1)",
        "label all 3 | label 3",
        "label any 3 | label 3",
        "label 0x9/0x9 | label all 0,3",
        "label 0x1/0xb | label 0 and not label any 1,3",
        "label 0x0/0x3 | not label any 0-1",
        "label 0x80000000000000000000000000000000/0x80000000000000000000000000000000 | label 127",
        "helper ftp,sip | helper ftp or helper sip",
        "helper != ftp | not helper ftp",
        "vtag 5 | orig vtag 5",
        "timeout < 30 | timeout < 30s",
        "timeout 60s | timeout = 1m",
        "timeout != 0 | not timeout = 0s",
        "timeout < 1m | timeout < 1m",
        "age >= 1d | age >= 1d",
        "age > 2 | age > 2s",
        "bytes > 4Ki | bytes > 4096",
        "bytes > 1K | bytes > 1k",
        "has ORIGINAL_COUNTERS | has original-counters",
        "tcp&&udp||icmp | tcp and udp or icmp",
        "tcp && (udp || icmp) | tcp and (udp or icmp)",
        "(tcp and (udp and icmp)) | tcp and udp and icmp",
        "((tcp or udp)) or icmp | tcp or udp or icmp",
        "!(tcp) | not tcp",
      })
  void readsOtherWaysToSayIt(String text, String canonical) {
    assertThat(FlowFilter.parse(text)).hasToString(canonical);
  }

  @Test
  void buildsWhatTheFactoriesBuild() {
    assertThat(FlowFilter.parse("tcp and orig dst net 10.0.0.0/8 and dport 443 and not assured"))
        .isEqualTo(
            FlowFilter.protocol(Protocol.TCP)
                .and(FlowFilter.destination("10.0.0.0/8"))
                .and(FlowFilter.destinationPort(443))
                .and(FlowFilter.status(Status.ASSURED).not()));
    assertThat(FlowFilter.parse("udp and reply src 192.0.2.1"))
        .isEqualTo(
            FlowFilter.protocol(Protocol.UDP)
                .and(AddressIn.of(Selector.REPLY_SOURCE, IpPrefix.parse("192.0.2.1"))));
    assertThat(FlowFilter.parse("any addr fd00::/64 or any port 5000-5999"))
        .isEqualTo(
            FlowFilter.anyAddress("fd00::/64")
                .or(new PortIn(Selector.ANY, NumberSet.range(5000, 5999))));
    assertThat(FlowFilter.parse("mark 0x10/0xff and zone 3 and snat and timeout < 30s"))
        .isEqualTo(
            FlowFilter.mark(0x10, 0xff)
                .and(FlowFilter.zone(Zone.of(3)))
                .and(new Natted(Natted.Kind.SOURCE))
                .and(QuantityIs.timeout(Comparison.LESS, Duration.ofSeconds(30))));
    assertThat(FlowFilter.parse("tcp state established,close or label any 1,2"))
        .isEqualTo(
            StateIn.tcp(TcpState.ESTABLISHED, TcpState.CLOSE).or(LabelIn.any(Labels.of(1, 2))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 0 | the end | a condition such as tcp, src 10.0.0.0/8, dport 443 or assured",
        "tcp and | 7 | the end | a condition such as tcp, src 10.0.0.0/8, dport 443 or assured",
        "tcp udp | 4 | \"udp\" | \"and\", \"or\" or the end",
        "tcp ) | 4 | \")\" | no parenthesis, because none is open",
        "((tcp) or udp | 13 | the end | \"and\", \"or\" or a \")\" for the one at column 1",
        "dport 70000 | 6 | \"70000\" | a port from 0 to 65535",
        "dport 80-70000 | 9 | \"70000\" | a port from 0 to 65535",
        "dport 90-80 | 6 | \"90-80\" | a range that begins with its smaller number",
        "dport 80- | 9 | nothing | a port from 0 to 65535",
        "dport 0080 | 6 | \"0080\" | a port from 0 to 65535 without leading zeros",
        "dport http | 6 | \"http\" | a port from 0 to 65535",
        "dport 80, | 9 | the end | a port from 0 to 65535",
        "dport {80 | 9 | the end | \",\" or \"}\"",
        "dport > 65535 | 6 | \">\" | a comparison that something fits",
        "dport < 0 | 6 | \"<\" | a comparison that something fits",
        "src 10.0.0 | 4 | \"10.0.0\" | an address like 192.0.2.1 or a network like 10.0.0.0/8",
        "src 10.0.0.0/33 | 13 | \"33\" | a prefix length from 0 to 32",
        "src ::1-10.0.0.1 | 4 | \"::1-10.0.0.1\" | two addresses of one family, the smaller one first",
        "src example.org | 4 | \"example.org\" | an address like 192.0.2.1 or a network like 10.0.0.0/8",
        "orig tcp | 5 | \"tcp\" | \"src\", \"dst\", \"addr\", \"sport\", \"dport\" or \"port\"",
        "reply sprt 1 | 6 | \"sprt\" | \"src\", \"dst\", \"addr\", \"sport\", \"dport\" or \"port\", perhaps \"sport\"",
        "proto tpc | 6 | \"tpc\" | a protocol number from 0 to 255 or a name, perhaps \"tcp\"",
        "proto 256 | 6 | \"256\" | a protocol number from 0 to 255 or a name",
        "asured | 0 | \"asured\" | a condition such as tcp, src 10.0.0.0/8, dport 443 or assured, perhaps \"assured\"",
        "192.0.2.1 | 0 | \"192.0.2.1\" | \"src\", \"dst\" or \"addr\" before an address",
        "user-filter | 0 | \"user-filter\" | a condition; a program's own predicate cannot be read from text",
        "mark 0x110/0xff | 5 | \"0x110/0xff\" | marks inside the mask, for others can never match",
        "mark 1,2/0xff | 7 | \"2/0xff\" | several marks in braces before their mask: {1,2}/0xff",
        "mark 1/x | 7 | \"x\" | a mask from 0 to 4294967295",
        "mark 4294967296 | 5 | \"4294967296\" | a mark from 0 to 4294967295",
        "zone 65536 | 5 | \"65536\" | a zone from 0 to 65535",
        "tcp state open | 10 | \"open\" | a tcp state from 0 to 255 or a name",
        "tcp state established2 | 10 | \"established2\" | a tcp state from 0 to 255 or a name, perhaps \"established\"",
        "state open,established | 6 | \"open\" | states of one protocol: tcp, sctp or dccp",
        "status nonsense | 7 | \"nonsense\" | a status bit such as assured or 0x10000",
        "status assured,!assured | 23 | the end | no bit that must be both set and clear before this",
        "label 1,2 | 6 | \"1\" | \"any\" or \"all\" before several labels",
        "label 128 | 6 | \"128\" | a label from 0 to 127",
        "label 0x2/0x1 | 6 | \"0x2/0x1\" | labels inside a mask that is not 0, for others can never match",
        "timeout < 30x | 10 | \"30x\" | a time such as 30s, 5m, 1h or 2d",
        "timeout < s | 10 | \"s\" | a time such as 30s, 5m, 1h or 2d",
        "timeout < 0 | 0 | \"timeout\" | a comparison that something fits",
        "bytes > 18446744073709551616 | 8 | \"18446744073709551616\" | a smaller number: a number such as 100, 10k, 5M, 2G or 4Ki",
        "age > 1000000d | 6 | \"1000000d\" | a smaller number: a time such as 500ms, 30s, 5m, 1h or 2d",
        "has label | 4 | \"label\" | the name of an attribute such as labels, perhaps \"labels\"",
        "helper and tcp | 7 | \"and\" | the name of a helper",
        "helper \"ftp | 11 | the end | a second \" that ends the name begun at the first",
        "snat to [::1] | 8 | \"[::1]\" | an address in brackets and a port: [2001:db8::1]:80",
        "snat to 1.2.3.4:x | 16 | \"x\" | a port from 0 to 65535",
        "tcp & udp | 4 | \"&\" | a word, a number, an address or a sign",
        "tcp and \u00fc | 8 | \"\u00fc\" | a word, a number, an address or a sign",
        "icmp type 256 | 10 | \"256\" | an icmp type from 0 to 255",
        "orig icmp foo | 10 | \"foo\" | \"type\", \"code\" or \"id\"",
      })
  void saysWhatIsWrongAndWhere(String text, int position, String found, String expected) {
    FilterSyntaxException error = errorIn(text);

    assertThat(error.position()).isEqualTo(position);
    assertThat(error.expected()).isEqualTo(expected);
    assertThat(error)
        .hasMessage(
            "parse filter: found %s - expected %s\n  %s\n  %s^",
            found, expected, text, " ".repeat(position));
  }

  private static FilterSyntaxException errorIn(String text) {
    return catchThrowableOfType(FilterSyntaxException.class, () -> FlowFilter.parse(text));
  }

  @Test
  void showsTheNeighbourhoodOfAnErrorInALongText() {
    String text = "tcp and\n" + "dport 1 or ".repeat(1_000) + "dprt 1 or " + "udp or ".repeat(50);

    assertThat(errorIn(text))
        .hasMessage(
            """
            parse filter: found "dprt" - expected a condition such as tcp, src 10.0.0.0/8, dport 443\
             or assured, perhaps "dport"
              ... or dport 1 or dport 1 or dport 1 or dport 1 or dprt 1 or udp or udp or udp ...
                                                                 ^""");
  }

  @Test
  void quotesOnlyTheBeginningOfALongWord() {
    assertThat(errorIn("x".repeat(100_000)).getMessage().length()).isLessThan(300);
  }

  @Test
  void readsParenthesesToADepth() {
    assertThat(FlowFilter.parse("(".repeat(250) + "tcp" + ")".repeat(250))).hasToString("tcp");
    assertThat(errorIn("(".repeat(251) + "tcp").expected())
        .isEqualTo("no more than 250 parentheses in each other");
    assertThat(errorIn("(not ".repeat(1_000_000)).position()).isEqualTo(250 * 5);
    assertThat(FlowFilter.parse("not ".repeat(1_000_001) + "tcp")).hasToString("not tcp");
  }

  @Test
  void readsLongChainsAndLists() {
    String list =
        IntStream.range(0, 50_000)
            .mapToObj(Mark::of)
            .map(Mark::toString)
            .collect(Collectors.joining(" or mark ", "mark ", ""));
    FlowFilter chain = FlowFilter.parse(list);

    assertThat(chain)
        .isInstanceOfSatisfying(Or.class, or -> assertThat(or.operands()).hasSize(50_000));
    assertThat(FlowFilter.parse(chain.toString())).isEqualTo(chain);
    assertThat(FlowFilter.parse(list.replace(" or mark ", ",")))
        .isEqualTo(new MarkIn(NumberSet.range(0, 49_999), -1));
  }
}
