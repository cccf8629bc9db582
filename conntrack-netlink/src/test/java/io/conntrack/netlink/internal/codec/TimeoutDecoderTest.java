package io.conntrack.netlink.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.IpFamily;
import io.conntrack.MalformedMessageException;
import io.conntrack.Protocol;
import io.conntrack.ProtocolTimeouts;
import io.conntrack.TimeoutName;
import io.conntrack.TimeoutPolicy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutDecoderTest {

  private final TimeoutDecoder decoder = new TimeoutDecoder();

  @ParameterizedTest
  @CsvSource({
    "timeout-default-tcp, tcp syn_sent=120 syn_recv=60 established=432000 fin_wait=120"
        + " close_wait=60 last_ack=30 time_wait=120 close=10 syn_sent2=120 retrans=300 unack=300",
    "timeout-default-udp, udp unreplied=30 replied=120",
    "timeout-default-sctp, sctp closed=10 cookie_wait=3 cookie_echoed=3 established=210"
        + " shutdown_sent=3 shutdown_recd=3 shutdown_ack_sent=3 heartbeat_sent=30"
        + " heartbeat_acked=0",
    "timeout-default-icmpv6, icmpv6 timeout=30",
    "timeout-default-gre, gre unreplied=30 replied=180",
    "timeout-default-generic, 255 timeout=600"
  })
  void readsDefaults(String golden, String expected) {
    assertThat(decoder.timeouts(Golden.of(golden).message())).hasToString(expected);
  }

  @Test
  void readsAPolicy() {
    TimeoutPolicy policy = decoder.policy(Golden.of("timeout-object-dump").message());

    assertThat(policy.name()).isEqualTo("short-tcp");
    assertThat(policy.family()).contains(IpFamily.IPV4);
    assertThat(policy.uses()).hasValue(1);
    assertThat(policy.timeouts().value(TimeoutName.TCP_ESTABLISHED))
        .contains(Duration.ofMinutes(10));
    assertThat(policy.timeouts().values()).hasSize(11);
  }

  @Test
  void readsWhatItWroteWhateverItKnows() {
    ProtocolTimeouts timeouts =
        ProtocolTimeouts.of(Protocol.of(99))
            .with(new TimeoutName(Protocol.of(99), 12), Duration.ofSeconds(0xffffffffL));
    TimeoutPolicy policy = TimeoutPolicy.of("new \u00e4", IpFamily.IPV6, timeouts);

    assertThat(decoder.policy(written(policy))).isEqualTo(policy);
    assertThat(policy).hasToString("new \u00e4 ipv6 99 timeout12=4294967295");
  }

  @Test
  void forgetsTheMessageBefore() {
    decoder.policy(Golden.of("timeout-object-dump").message());

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.policy(Golden.of("timeout-default-udp").message()))
        .withMessageContaining("lacks its name");
  }

  @Test
  void refusesTimeoutsOfNoProtocol() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.timeouts(Golden.of("stats-global").message()))
        .withMessageContaining("timeouts lack their protocol");
  }

  private static MessageReader written(TimeoutPolicy policy) {
    ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    MessageBuilder message = new MessageBuilder(bytes);
    TimeoutRequests.create(message, 1, policy);
    MessageReader reader = new MessageReader().wrap(bytes, message.length());
    reader.next();
    return reader;
  }
}
