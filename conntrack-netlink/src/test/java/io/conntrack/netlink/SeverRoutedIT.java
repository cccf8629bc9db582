package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackTable;
import io.conntrack.FlowFilter;
import io.conntrack.Protocol;
import io.conntrack.SeverReport;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Router;
import io.conntrack.netlink.testing.TcpConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of which one end is elsewhere, or both, and the entry is here. */
@KernelTest
class SeverRoutedIT {

  private static final String TCP_LOOSE = "net.netfilter.nf_conntrack_tcp_loose";
  private static final FlowFilter TCP = FlowFilter.protocol(Protocol.TCP);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final SeverReport CUT =
      new SeverReport(1, 1, 0, 0, 1, 0, 0, 0, List.of(), List.of());

  private Conntrack conntrack;
  private ConntrackTable table;
  private Router router;

  @BeforeEach
  void open(Netns netns) throws Exception {
    router = Router.between(netns);
    conntrack = Conntrack.open();
    table = conntrack.table();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  private TcpConnection forwarded(String address) throws Exception {
    return TcpConnection.open(router.client(), address, 5000, router.server(), address, 5000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.2.0.2", "fd00:2::2"})
  void seesAForwardedConnectionComeBack(String address) throws Exception {
    try (TcpConnection tcp = forwarded(address)) {
      Tuple original = tcp.original();
      FutureTask<SeverReport> severing =
          new FutureTask<>(() -> table.sever(TCP, Duration.ofMinutes(1)));
      Thread thread = new Thread(severing, "severer");
      thread.start();
      try {
        awaitAbsence(original);
        tcp.answer("creates it again, in the other direction");
        awaitAbsence(original);
        tcp.request("creates it again");
        awaitAbsence(original);
      } finally {
        thread.interrupt();
      }

      SeverReport report = severing.get(20, TimeUnit.SECONDS);
      assertThat(report.notLocal()).isEqualTo(1);
      assertThat(report.reborn()).isEqualTo(1);
      assertThat(report.warnings()).singleElement().asString().contains("nf_conntrack_tcp_loose");
    }
  }

  private void awaitAbsence(Tuple original) throws InterruptedException {
    assertThat(Eventually.get(() -> table.get(original).isPresent(), present -> !present))
        .isFalse();
  }

  @Test
  void doesNotWarnWhereARunningConnectionCreatesNoFlow(Netns netns) throws Exception {
    netns.sysctl(TCP_LOOSE, 0);
    try (TcpConnection tcp = forwarded("10.2.0.2")) {
      SeverReport report = table.sever(TCP, SHORT);

      assertThat(report).isEqualTo(new SeverReport(1, 1, 0, 0, 0, 1, 0, 0, List.of(), List.of()));
      tcp.request("goes through as an invalid packet, which no rule drops");
      assertThat(table.count()).isZero();
    }
  }

  /** The socket knows the address before, the peer the one after translation. */
  @Test
  @Timeout(30)
  void resetsThePeerThroughSourceTranslation(Netns netns) throws Exception {
    netns.run("ip", "address", "add", "10.2.0.9/24", "dev", "to2").orFail();
    netns.nft(
        """
        table ip nat {
          chain postrouting {
            type nat hook postrouting priority srcnat
            oifname to2 snat to 10.2.0.9
          }
        }
        """);
    try (TcpConnection tcp =
        TcpConnection.open(netns, "10.2.0.2", 5000, router.server(), "10.2.0.2", 5000)) {
      tcp.request("hello");

      assertThat(table.sever(TCP, SHORT)).isEqualTo(CUT);

      assertThatIOException().isThrownBy(tcp::readAtServer).withMessageContaining("reset");
      assertThatIOException().isThrownBy(tcp::readAtClient).withMessageContaining("abort");
    }
  }

  @Test
  @Timeout(30)
  void resetsThePeerThroughDestinationTranslation(Netns netns) throws Exception {
    netns.nft(
        """
        table ip nat {
          chain prerouting {
            type nat hook prerouting priority dstnat
            tcp dport 80 redirect to :5000
          }
        }
        """);
    try (TcpConnection tcp =
        TcpConnection.open(router.client(), "10.1.0.1", 80, netns, "10.1.0.1", 5000)) {
      tcp.request("hello");

      assertThat(table.sever(TCP, SHORT)).isEqualTo(CUT);

      assertThatIOException().isThrownBy(tcp::readAtClient).withMessageContaining("reset");
      assertThatIOException().isThrownBy(tcp::readAtServer).withMessageContaining("abort");
    }
  }

  @Test
  void closesNoSocketWithTheSameEndsInAnotherNamespace(Netns netns) throws Exception {
    try (TcpConnection tcp = forwarded("10.2.0.2");
        Conntrack ofClient =
            NetlinkConntrack.open(
                NetlinkOptions.builder().networkNamespace(router.client().path()).build())) {
      router.client().sysctl(TCP_LOOSE, 0);

      assertThat(table.sever(TCP, Duration.ZERO).warnings()).hasSize(1); // of this namespace
      tcp.request("still there");

      assertThat(ofClient.table().sever(TCP, SHORT)).isEqualTo(CUT);
      assertThatIOException().isThrownBy(() -> tcp.request("aborted"));
    }
  }
}
