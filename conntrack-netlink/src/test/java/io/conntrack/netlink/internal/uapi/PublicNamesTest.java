package io.conntrack.netlink.internal.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Protocol;
import io.conntrack.SctpState;
import io.conntrack.TcpState;
import io.conntrack.TimeoutName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the names and numbers of the API with the kernel's, which the headers confirm. */
class PublicNamesTest {

  static Stream<Arguments> timeouts() {
    return Stream.of(
        Arguments.of(Protocol.TCP, CtattrTimeoutTcp.class),
        Arguments.of(Protocol.UDP, CtattrTimeoutUdp.class),
        Arguments.of(Protocol.UDPLITE, CtattrTimeoutUdplite.class),
        Arguments.of(Protocol.GRE, CtattrTimeoutGre.class),
        Arguments.of(Protocol.ICMP, CtattrTimeoutIcmp.class),
        Arguments.of(Protocol.ICMPV6, CtattrTimeoutIcmpv6.class),
        Arguments.of(Protocol.SCTP, CtattrTimeoutSctp.class),
        Arguments.of(Protocol.DCCP, CtattrTimeoutDccp.class),
        Arguments.of(TimeoutName.GENERIC_PROTOCOL, CtattrTimeoutGeneric.class));
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void timeoutsHaveTheKernelsNames(Protocol protocol, Class<?> constants) {
    List<String> kernel =
        byNumber(constants).values().stream()
            .map(name -> name.replaceFirst("CTA_TIMEOUT_[A-Z0-9]+_", "").toLowerCase(Locale.ROOT))
            .toList();

    assertThat(TimeoutName.of(protocol)).extracting(TimeoutName::toString).isEqualTo(kernel);
  }

  @Test
  void tcpStatesHaveTheKernelsNames() {
    byNumber(TcpConntrack.class)
        .forEach(
            (number, name) ->
                assertThat(name)
                    .isIn("TCP_CONNTRACK_" + new TcpState(number), "TCP_CONNTRACK_LISTEN"));
  }

  @Test
  void sctpStatesHaveTheKernelsNames() {
    byNumber(SctpConntrack.class)
        .forEach(
            (number, name) ->
                assertThat(name).isEqualTo("SCTP_CONNTRACK_" + new SctpState(number)));
  }

  private static Map<Integer, String> byNumber(Class<?> constants) {
    Map<Integer, String> names = new TreeMap<>();
    UapiConstants.constants(constants)
        .forEach(constant -> names.put(UapiConstants.valueOf(constant), constant.getName()));
    return names;
  }
}
