package io.conntrack.netlink;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Counters;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.IpAddress;
import io.conntrack.Labels;
import io.conntrack.Mark;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of real sockets show as the flows that they are. */
@KernelTest
class TrafficIT extends OpenTable {

  private static final String ACCOUNTING = "net.netfilter.nf_conntrack_acct";
  private static final String TIMESTAMPS = "net.netfilter.nf_conntrack_timestamp";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void followsATcpConnectionFromItsStartToItsEnd(String address) throws Exception {
    try (TcpConnection tcp = TcpConnection.open(address, 5000)) {
      tcp.request("hello");
      tcp.answer("hello");

      Flow flow = table.get(tcp.original()).orElseThrow();
      assertThat(flow.original()).isEqualTo(tcp.original());
      assertThat(flow.reply()).isEqualTo(tcp.reply());
      assertThat(flow.status())
          .contains(Status.CONFIRMED.with(Status.SEEN_REPLY).with(Status.ASSURED));
      assertThat(flow.tcpState()).contains(TcpState.ESTABLISHED);
      assertThat(flow.timeoutSeconds()).isBetween(431_000L, 432_000L);
      assertThat(flow.tcpFlags(ORIGINAL) & flow.tcpFlags(REPLY))
          .isEqualTo(TcpInfo.Peer.WINDOW_SCALE | TcpInfo.Peer.SACK_PERMITTED | 0x20);
      assertThat(flow.tcpWindowScale(ORIGINAL)).isPositive();

      tcp.closeClient();
      Tuple original = flow.original();
      assertThat(stateUnequal(original, TcpState.ESTABLISHED))
          .isIn(TcpState.FIN_WAIT, TcpState.CLOSE_WAIT);
      tcp.closeServer();
      assertThat(Eventually.get(() -> state(original), state -> state.equals(TcpState.TIME_WAIT)))
          .isEqualTo(TcpState.TIME_WAIT);
    }
  }

  private TcpState stateUnequal(Tuple tuple, TcpState old) throws InterruptedException {
    return Eventually.get(() -> state(tuple), state -> !state.equals(old));
  }

  private TcpState state(Tuple tuple) {
    return table.get(tuple).flatMap(Flow::tcpState).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 28", "::1, 48"})
  void countsPacketsAndBytesExactly(String address, long headers, Netns netns) throws Exception {
    netns.sysctl(ACCOUNTING, 1);
    try (UdpExchange udp = UdpExchange.open(address, 5000)) {
      udp.request(100);

      Flow asked = table.get(udp.original()).orElseThrow();
      assertThat(asked.status()).contains(Status.CONFIRMED);
      assertThat(asked.counters(ORIGINAL)).contains(new Counters(1, 100 + headers));
      assertThat(asked.counters(REPLY)).contains(new Counters(0, 0));

      udp.answer(200);
      udp.request(1);

      Flow answered = table.get(udp.original()).orElseThrow();
      assertThat(answered.status()).contains(Status.CONFIRMED.with(Status.SEEN_REPLY));
      assertThat(answered.counters(ORIGINAL)).contains(new Counters(2, 101 + 2 * headers));
      assertThat(answered.counters(REPLY)).contains(new Counters(1, 200 + headers));
      assertThat(dump()).singleElement().extracting(f -> f.bytes(REPLY)).isEqualTo(200 + headers);
    }
  }

  @Test
  void hasNeitherCountersNorTimesUnlessAsked() throws Exception {
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(1);

      Flow flow = table.get(udp.original()).orElseThrow();
      assertThat(flow.counters(ORIGINAL)).isEmpty();
      assertThat(flow.counters(REPLY)).isEmpty();
      assertThat(flow.start()).isEmpty();
      assertThat(flow.stop()).isEmpty();
    }
  }

  @Test
  void knowsWhenAFlowBegan(Netns netns) throws Exception {
    netns.sysctl(TIMESTAMPS, 1);
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      Instant before = Instant.now();
      udp.request(1);
      Instant after = Instant.now();

      Flow flow = table.get(udp.original()).orElseThrow();

      assertThat(flow.start().orElseThrow()).isBetween(before.minusMillis(10), after);
      assertThat(flow.stop()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 1, 8, 0", "::1, 58, 128, 129"})
  void tracksAPing(String address, int protocol, int query, int answer) throws Exception {
    boolean reached = IpAddress.parse(address).toInetAddress().isReachable(5_000);

    assertThat(reached).isTrue();
    Flow flow = dump().toList().get(0);
    assertThat(flow.original().protocol()).isEqualTo(Protocol.of(protocol));
    assertThat(flow.original().icmpType()).isEqualTo(query);
    assertThat(flow.reply().icmpType()).isEqualTo(answer);
    assertThat(flow.reply()).isEqualTo(flow.original().inverse());
    assertThat(flow.status().orElseThrow().hasSeenReply()).isTrue();
    assertThat(table.get(flow.original())).isPresent();
  }

  @Test
  void showsDestinationNatOfARule(Netns netns) throws Exception {
    netns.nft(
        """
        table inet nat {
          chain output {
            type nat hook output priority -100
            ip daddr 127.0.0.2 tcp dport 6000 dnat ip to 127.0.0.1:5000
          }
        }
        """);
    try (TcpConnection tcp = TcpConnection.open("127.0.0.2", 6000, "127.0.0.1", 5000)) {
      Flow flow = table.get(tcp.original()).orElseThrow();

      assertThat(flow.original()).isEqualTo(tcp.original());
      assertThat(flow.reply()).isEqualTo(tcp.reply()).isNotEqualTo(tcp.original().inverse());
      assertThat(flow.status().orElseThrow().has(Status.DESTINATION_NAT)).isTrue();
      assertThat(flow.status().orElseThrow().has(Status.SOURCE_NAT)).isFalse();
    }
  }

  @Test
  void showsSourceNatOfARule(Netns netns) throws Exception {
    netns.nft(
        """
        table inet nat {
          chain postrouting {
            type nat hook postrouting priority 100
            udp dport 5000 snat ip to 127.0.0.9:7777
          }
        }
        """);
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(1);
      udp.answer(1);

      Flow flow = table.get(udp.original()).orElseThrow();
      assertThat(flow.reply()).isEqualTo(Tuple.udp("127.0.0.1", 5000, "127.0.0.9", 7777));
      assertThat(flow.status().orElseThrow().has(Status.SOURCE_NAT.with(Status.SEEN_REPLY)))
          .isTrue();
    }
  }

  @Test
  void showsWhatRulesSet(Netns netns) throws Exception {
    netns.nft(
        """
        table inet rules {
          chain output {
            type filter hook output priority 0
            ct mark set 0x80000001 ct label set 127
          }
        }
        """);
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(1);

      Flow flow = table.get(udp.original()).orElseThrow();
      assertThat(flow.mark()).contains(Mark.of(0x80000001));
      assertThat(flow.labels()).contains(Labels.of(127));
    }
  }

  @Test
  void showsTheZoneThatARuleChose(Netns netns) throws Exception {
    netns.nft(
        """
        table inet raw {
          chain output {
            type filter hook output priority -300
            udp dport 5000 ct zone set 5
          }
          chain prerouting {
            type filter hook prerouting priority -300
            udp dport 5000 ct zone set 5
          }
        }
        """);
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(1);

      assertThat(table.get(udp.original(), Zone.of(5)))
          .map(Flow::zone)
          .contains(Optional.of(Zone.of(5)));
      assertThat(table.get(udp.original())).isEmpty();
    }
  }

  @Test
  void showsTheMasterOfAnExpectedConnection(Netns netns) throws Exception {
    netns.nft(
        """
        table inet helper {
          ct helper ftp {
            type "ftp" protocol tcp
          }
          chain output {
            type filter hook output priority 0
            tcp dport 21 ct helper set "ftp"
          }
        }
        """);
    try (TcpConnection control = TcpConnection.open("127.0.0.1", 21)) {
      control.answer("220 ready\r\n"); // the helper looks at what follows a line end
      control.request("PASV\r\n");
      control.answer("227 Entering Passive Mode (127,0,0,1,195,80)\r\n");
      try (TcpConnection data = TcpConnection.open("127.0.0.1", 195 << 8 | 80)) {
        Flow master = table.get(control.original()).orElseThrow();
        Flow expected = table.get(data.original()).orElseThrow();

        assertThat(master.helper()).contains("ftp");
        assertThat(expected.master()).contains(control.original());
        assertThat(expected.status().orElseThrow().has(Status.EXPECTED)).isTrue();
      }
    }
  }

  @Test
  void deletingAFlowLetsItsConnectionLive() throws Exception {
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000)) {
      table.delete(tcp.original());
      assertThat(table.get(tcp.original())).isEmpty();

      tcp.request("picked up again");

      assertThat(table.get(tcp.original())).isPresent();
    }
  }

  private Stream<Flow> dump() {
    return table.dump(FlowFilter.any());
  }
}
