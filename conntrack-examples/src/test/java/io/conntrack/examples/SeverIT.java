package io.conntrack.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;
import io.conntrack.netlink.testing.TcpConnection;
import org.junit.jupiter.api.Test;

/** Runs the {@code sever} program as users do. */
@KernelTest(needs = Feature.CONNTRACK)
class SeverIT {

  @Test
  void cutsTheConnectionsWithAnAddress(Netns netns) throws Exception {
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000)) {
      Output output = Launchers.run(netns, "bin/sever 127.0.0.0/8").orFail();

      assertThat(output.lines())
          .containsExactly("1 flow: 1 deleted, 1 severed, 0 not local, 0 reborn");
      assertThatIOException().isThrownBy(() -> tcp.request("gone"));
    }
  }

  @Test
  void saysWhatCanComeBack(Netns netns) throws Exception {
    netns.conntrack(
        "-I",
        "-p",
        "udp",
        "-s",
        "192.0.2.1",
        "-d",
        "192.0.2.2",
        "--sport",
        "1",
        "--dport",
        "2",
        "-t",
        "60");

    Output output = Launchers.run(netns, "bin/sever 192.0.2.1");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("not severed: 1 udp - the next datagram");
  }
}
