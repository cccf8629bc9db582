package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The real {@code conntrack} command and this library see the same table. */
@KernelTest(needs = Feature.CONNTRACK)
class AgreementIT extends OpenTable {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final String[] SELECT_TCP = {
    "-p", "tcp", "-s", "192.0.2.1", "-d", "198.51.100.2", "--sport", "40000", "--dport", "443"
  };

  /** What the command creates: every protocol and family, and every option of {@code -I}. */
  private static final List<String> CREATIONS =
      List.of(
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 1 --dport 443 --state SYN_SENT -t 600",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 2 --dport 443 --state ESTABLISHED -t 600"
              + " -u SEEN_REPLY,ASSURED",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 3 --dport 443 --state TIME_WAIT -t 9999999",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 4 --dport 443 --state SYN_SENT2 -t 600"
              + " -m 0xffffffff",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 5 --dport 443 --state CLOSE -t 600 -w 7",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 6 --dport 443 --state NONE -t 600"
              + " --orig-zone 8",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 7 --dport 443 --state NONE -t 600"
              + " --reply-zone 9",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 8 --dport 443 --state NONE -t 600"
              + " -n 203.0.113.8:50000",
          "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 9 --dport 443 --state NONE -t 600"
              + " -g 203.0.113.8:8443 -u FIXED_TIMEOUT",
          "-p tcp -s 2001:db8::1 -d 2001:db8::2 --sport 1 --dport 443 --state LAST_ACK -t 600",
          "-p tcp -s 2001:db8::1 -d 2001:db8::2 --sport 2 --dport 443 --state LAST_ACK -t 600"
              + " -n [2001:db8::99]:50000",
          "-p udp -s 192.0.2.1 -d 198.51.100.2 --sport 1 --dport 53 -t 600 -n 203.0.113.8",
          "-p udp -s ::ffff:192.0.2.1 -d ::1 --sport 1 --dport 53 -t 600",
          "-p udp -r 198.51.100.2 -q 203.0.113.8 -s 192.0.2.1 -d 198.51.100.9 --sport 2 --dport 53"
              + " --reply-port-src 54 --reply-port-dst 55 -t 600",
          "-p udplite -s 192.0.2.1 -d 198.51.100.2 --sport 1 --dport 53 -t 600",
          "-p udplite -s 2001:db8::1 -d 2001:db8::2 --sport 1 --dport 53 -t 600",
          "-p sctp -s 192.0.2.1 -d 198.51.100.2 --sport 1 --dport 3868 --state ESTABLISHED"
              + " --orig-vtag 7 --reply-vtag 8 -t 600",
          "-p sctp -s 2001:db8::1 -d 2001:db8::2 --sport 1 --dport 3868 --state COOKIE_WAIT"
              + " --orig-vtag 7 --reply-vtag 8 -t 600",
          "-p dccp -s 192.0.2.1 -d 198.51.100.2 --sport 1 --dport 5005 --state OPEN --role client"
              + " -t 600",
          "-p gre -s 192.0.2.1 -d 198.51.100.2 --srckey 0x15 --dstkey 0xffff -t 600",
          "-p gre -s 2001:db8::1 -d 2001:db8::2 --srckey 0 --dstkey 0xabc -t 600",
          "-p icmp -s 192.0.2.1 -d 198.51.100.2 --icmp-type 8 --icmp-code 0 --icmp-id 65535 -t 600",
          "-p icmp -s 192.0.2.1 -d 198.51.100.2 --icmp-type 13 --icmp-code 0 --icmp-id 1 -t 600",
          "-p icmpv6 -s 2001:db8::1 -d 2001:db8::2 --icmpv6-type 128 --icmpv6-code 0"
              + " --icmpv6-id 7 -t 600",
          "-p 89 -s 192.0.2.1 -d 198.51.100.2 -t 600",
          "-p 50 -s 2001:db8::1 -d 2001:db8::2 -t 600 -m 1 -w 65535");

  private static void createByTheCommand(Netns netns) throws Exception {
    String batch = "-I " + String.join("\n-I ", CREATIONS) + "\n";
    netns.runWithInput(batch, "conntrack", "-R", "-").orFail();
  }

  @Test
  void listsWhatTheCommandCreatesAsTheCommandDoes(Netns netns) throws Exception {
    createByTheCommand(netns);

    assertThat(lines(table.dump()))
        .hasSameSizeAs(CREATIONS)
        .isEqualTo(normalized(netns.conntrack("-L")));
  }

  @Test
  void createsWhatTheCommandLists(Netns netns) throws Exception {
    for (Tuple original : SampleFlows.tuples()) {
      table.create(SampleFlows.plain(original));
      table.create(SampleFlows.full(original));
      NatRange nat =
          NatRange.to(
              IpAddress.parse(original.family() == IpFamily.IPV4 ? "203.0.113.8" : "2001:db8::99"));
      table.create(SampleFlows.plain(original).toBuilder().zone(Zone.of(1)).sourceNat(nat).build());
    }

    assertThat(normalized(netns.conntrack("-L")))
        .hasSize(3 * SampleFlows.tuples().size())
        .isEqualTo(lines(table.dump()));
  }

  @Test
  void listsRealTrafficWithCountersAndTimesAsTheCommandDoes(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000);
        TcpConnection tcp6 = TcpConnection.open("::1", 5000);
        UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(100);
      end(tcp);
      end(tcp6);

      assertThat(normalized(netns.conntrack("-L")))
          .hasSize(3)
          .allSatisfy(line -> assertThat(line).contains("packets=").contains("delta-time="))
          .isEqualTo(lines(table.dump()));
    }
  }

  /** Waits until no packet is to come any more. */
  private void end(TcpConnection connection) throws Exception {
    Tuple original = connection.original();
    connection.request("hello");
    connection.closeClient();
    connection.closeServer();
    assertThat(
            Eventually.get(
                () -> table.get(original).flatMap(Flow::tcpState).orElseThrow(),
                state -> state.equals(TcpState.TIME_WAIT)))
        .isEqualTo(TcpState.TIME_WAIT);
  }

  @Test
  void getsTheFlowThatTheCommandGets(Netns netns) throws Exception {
    for (Tuple original : List.of(TCP, Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 443))) {
      table.create(SampleFlows.full(original).toBuilder().zone(Zone.DEFAULT).build());

      List<String> shown =
          netns.conntrack(
              "-G",
              "-p",
              "tcp",
              "--sport",
              "40000",
              "--dport",
              "443",
              "-s",
              original.source().toString(),
              "-d",
              original.destination().toString());

      assertThat(lines(table.get(original).stream())).isEqualTo(normalized(shown));
    }
  }

  @Test
  void showsTheIdThatTheCommandShows(Netns netns) throws Exception {
    table.create(SampleFlows.plain(TCP));

    String line = netns.conntrack("-L", "-o", "id").get(0);

    long id = Integer.toUnsignedLong(table.get(TCP).orElseThrow().idBits());
    assertThat(line).endsWith(" id=" + id);
  }

  @Test
  void deletesWhatTheCommandCreated(Netns netns) throws Exception {
    createByTheCommand(netns);

    List<Flow> flows = table.dump().toList();
    flows.forEach(table::delete);

    assertThat(flows).hasSameSizeAs(CREATIONS);
    assertThat(netns.conntrack("-L")).isEmpty();
    assertThat(netns.conntrack("-C")).containsExactly("0");
  }

  @Test
  void missesWhatTheCommandDeletes(Netns netns) throws Exception {
    table.create(SampleFlows.plain(TCP));
    table.create(SampleFlows.plain(TCP).toBuilder().zone(Zone.of(7)).build());
    assertThat(netns.conntrack("-C")).containsExactly(Long.toString(table.count()));

    netns.conntrack("-D", "-p", "tcp", "-w", "7");

    assertThat(table.get(TCP, Zone.of(7))).isEmpty();
    assertThat(table.get(TCP)).isPresent();
    table.delete(TCP);
    assertThat(netns.tryConntrack(concat("-G", SELECT_TCP)).exitCode()).isEqualTo(1);
  }

  @Test
  void showsWhatTheCommandChanges(Netns netns) throws Exception {
    table.create(SampleFlows.plain(TCP).toBuilder().mark(0xf0f0).build());

    netns.conntrack(concat("-U", SELECT_TCP, "-m", "0x0f/0xff", "-t", "1000"));
    netns.conntrack(concat("-U", SELECT_TCP, "-u", "ASSURED", "--state", "CLOSE_WAIT"));

    Flow flow = table.get(TCP).orElseThrow();
    assertThat(flow.markBits()).isEqualTo(0xf00f);
    assertThat(flow.timeoutSeconds()).isBetween(900L, 1000L);
    assertThat(flow.status()).contains(Status.CONFIRMED.with(Status.ASSURED));
    assertThat(flow.tcpState()).contains(TcpState.CLOSE_WAIT);
  }

  @Test
  void changesWhatTheCommandShows(Netns netns) throws Exception {
    table.create(SampleFlows.plain(TCP).toBuilder().mark(0xf0f0).build());

    table.update(
        TCP,
        FlowUpdate.builder()
            .mark(0x0f, 0xff)
            .timeout(Duration.ofDays(1))
            .addStatus(Status.SEEN_REPLY.with(Status.ASSURED))
            .tcpState(TcpState.ESTABLISHED)
            .build());

    assertThat(normalized(netns.conntrack("-L")))
        .containsExactly(
            "tcp      6 T ESTABLISHED src=192.0.2.1 dst=198.51.100.2 sport=40000 dport=443"
                + " src=198.51.100.2 dst=192.0.2.1 sport=443 dport=40000 [ASSURED] mark=61455"
                + " use=1");
  }

  @Test
  void emptiesTheTableAsTheCommandDoes(Netns netns) throws Exception {
    table.create(SampleFlows.plain(TCP));
    netns.conntrack("-F");
    assertThat(table.count()).isZero();

    netns.conntrack(("-I " + CREATIONS.get(4)).split(" "));
    table.flush();
    assertThat(netns.conntrack("-L")).isEmpty();
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("-p tcp", FlowFilter.protocol(Protocol.TCP)),
        Arguments.of("-f ipv6", FlowFilter.family(IpFamily.IPV6)),
        Arguments.of("-s 192.0.2.0/24", FlowFilter.source("192.0.2.0/24")),
        Arguments.of("-d 2001:db8::2", FlowFilter.destination("2001:db8::2")),
        Arguments.of("-m 0x1/0x1", FlowFilter.mark(1, 1)),
        Arguments.of("-m 0", FlowFilter.mark(0)),
        Arguments.of("-u ASSURED", FlowFilter.status(Status.ASSURED)),
        Arguments.of("-u UNREPLIED", FlowFilter.statusUnset(Status.SEEN_REPLY)),
        Arguments.of("-w 7", FlowFilter.zone(Zone.of(7))),
        Arguments.of(
            "-p tcp --sport 3", FlowFilter.protocol(Protocol.TCP).and(FlowFilter.sourcePort(3))));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void selectsWhatTheCommandSelects(String options, FlowFilter filter, Netns netns)
      throws Exception {
    createByTheCommand(netns);

    assertThat(lines(table.dump(filter)))
        .isNotEmpty()
        .isEqualTo(normalized(netns.conntrack(("-L " + options).split(" "))));
  }

  private static String[] concat(String command, String[] selection, String... options) {
    return Stream.of(Stream.of(command), Stream.of(selection), Stream.of(options))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private static List<String> lines(Stream<Flow> flows) {
    try (flows) {
      return normalized(flows.map(Flow::toString).toList());
    }
  }

  /** Sorts lines, and takes out what changes with the time. */
  private static List<String> normalized(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceFirst("^(\\w+ +\\d+) \\d+ ", "$1 T "))
        .map(line -> line.replaceFirst("delta-time=\\d+", "delta-time=T"))
        .sorted()
        .toList();
  }
}
