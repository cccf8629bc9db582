package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProtocolTimeoutsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void keepsOneThingsValueAbsentAndAnothersZero() {
    ProtocolTimeouts timeouts =
        ProtocolTimeouts.of(Protocol.TCP).with(TimeoutName.TCP_CLOSE, Duration.ZERO);

    assertThat(timeouts.value(TimeoutName.TCP_CLOSE)).contains(Duration.ZERO);
    assertThat(timeouts.value(TimeoutName.TCP_ESTABLISHED)).isEmpty();
  }

  @Test
  void isInTheKernelsOrderWhateverTheOrderOfItsMaking() {
    ProtocolTimeouts one =
        ProtocolTimeouts.of(Protocol.TCP)
            .with(TimeoutName.TCP_CLOSE, MINUTE)
            .with(TimeoutName.TCP_SYN_SENT, MINUTE.plusMillis(1));
    ProtocolTimeouts other =
        ProtocolTimeouts.of(Protocol.TCP)
            .with(TimeoutName.TCP_SYN_SENT, Duration.ofSeconds(61))
            .with(TimeoutName.TCP_CLOSE, MINUTE);

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).hasToString("tcp syn_sent=61 close=60");
  }

  @Test
  void refusesATimeoutOfAnotherProtocol() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProtocolTimeouts.of(Protocol.UDP).with(TimeoutName.GRE_REPLIED, MINUTE))
        .withMessage("timeout replied belongs to gre, not to udp");
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ProtocolTimeouts.of(Protocol.UDP)
                    .with(TimeoutName.UDP_REPLIED, Duration.ofSeconds(-1)))
        .withMessageContaining("out of range: 0 to 4294967295 seconds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeoutName(Protocol.TCP, 0))
        .withMessageContaining("timeout number 0 is out of range");
  }

  @Test
  void readsNamesThatItPrints() {
    for (TimeoutName name : TimeoutName.of(Protocol.TCP)) {
      assertThat(TimeoutName.parse(Protocol.TCP, name.toString())).isEqualTo(name);
    }
    assertThat(new TimeoutName(Protocol.TCP, 12)).hasToString("timeout12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeoutName.parse(Protocol.UDP, "open"))
        .withMessage("unknown timeout \"open\" of udp - expected one of [unreplied, replied]");
  }
}
