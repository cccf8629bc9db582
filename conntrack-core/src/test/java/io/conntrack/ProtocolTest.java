package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {

  @ParameterizedTest
  @CsvSource({
    "icmp, 1, false, true",
    "tcp, 6, true, false",
    "udp, 17, true, false",
    "dccp, 33, true, false",
    "gre, 47, true, false",
    "icmpv6, 58, false, true",
    "sctp, 132, true, false",
    "udplite, 136, true, false",
    "0, 0, false, false",
    "50, 50, false, false",
    "255, 255, false, false",
  })
  void knowsNameNumberAndShape(String name, int number, boolean ports, boolean icmp) {
    Protocol protocol = Protocol.of(number);

    assertThat(protocol).hasToString(name).isEqualTo(Protocol.parse(name));
    assertThat(protocol.number()).isEqualTo(number);
    assertThat(protocol.hasPorts()).isEqualTo(ports);
    assertThat(protocol.isIcmp()).isEqualTo(icmp);
  }

  @Test
  void constantsEqualTheirNumbers() {
    assertThat(Protocol.TCP).isEqualTo(Protocol.of(6)).hasSameHashCodeAs(Protocol.of(6));
    assertThat(Protocol.UDP).isEqualTo(Protocol.of(17)).isNotEqualTo(Protocol.TCP);
  }

  @ParameterizedTest
  @CsvSource({"TCP, 6", "UdpLite, 136", "ICMPv6, 58", "006, 6"})
  void readsNamesInAnyCaseAndNumbers(String text, int number) {
    assertThat(Protocol.parse(text)).isEqualTo(Protocol.of(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcp6", " tcp", "esp", "-1", "0x6", "1000", "٦"})
  void refusesOtherNames(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Protocol.parse(text))
        .withMessage(
            "unknown protocol \"%s\" - expected tcp, udp, udplite, sctp, dccp, gre, icmp, icmpv6 or"
                + " a number from 0 to 255",
            text);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256, Integer.MAX_VALUE})
  void refusesANumberOutOfRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Protocol.of(number))
        .withMessage("protocol number %d is out of range: 0 to 255", number);
  }

  @Test
  void refusesAWrittenNumberOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Protocol.parse("256"))
        .withMessage("protocol number 256 is out of range: 0 to 255");
  }
}
