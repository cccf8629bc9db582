package io.conntrack.examples.conntrackd.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowTextTest {

  private static final Flow TCP =
      Flow.builder(Tuple.tcp("192.0.2.10", 41600, "198.51.100.20", 80))
          .reply(Tuple.tcp("198.51.100.20", 80, "198.51.100.1", 50009))
          .status(Status.ASSURED.with(Status.SEEN_REPLY))
          .tcpState(TcpState.ESTABLISHED)
          .timeout(Duration.ofSeconds(99))
          .mark(0)
          .build();

  private final StringBuilder text = new StringBuilder();

  @Test
  void showsInternalFlows() {
    new FlowText().appendInternal(text, TCP, 2);

    assertThat(text)
        .hasToString(
            "tcp      6 ESTABLISHED src=192.0.2.10 dst=198.51.100.20 sport=41600 dport=80"
                + " src=198.51.100.20 dst=198.51.100.1 sport=80 dport=50009 [ASSURED] mark=0"
                + " [active since 2s]\n");
  }

  @Test
  void showsExternalFlowsWithoutReply() {
    new FlowText().appendExpiring(text, TCP, 1, 19);

    assertThat(text)
        .hasToString(
            "tcp      6 ESTABLISHED src=192.0.2.10 dst=198.51.100.20 sport=41600 dport=80"
                + " [ASSURED] mark=0 [expires in 19s] [active since 1s]\n");
  }

  @Test
  void showsExternalFlowsThatEndWithTheirTuple() {
    Flow udp =
        Flow.builder(Tuple.udp("192.0.2.10", 1, "192.0.2.11", 2)).status(Status.SEEN_REPLY).build();

    new FlowText().appendExternal(text, udp, 3);

    assertThat(text)
        .hasToString(
            "udp      17 src=192.0.2.10 dst=192.0.2.11 sport=1 dport=2 [active since 3s]\n");
  }

  @Test
  void showsExternalFlowsInXml() {
    new FlowText().appendExternalXml(text, TCP);

    assertThat(text)
        .contains(
            "<sport>41600</sport><dport>80</dport></layer4></meta><meta direction=\"reply\">"
                + "<layer3 protonum=\"0\" protoname=\"unknown\"><src></src><dst></dst></layer3>"
                + "<layer4 protonum=\"0\" protoname=\"unknown\"></layer4></meta>")
        .endsWith("<assured/></meta></flow>\n");
  }
}
