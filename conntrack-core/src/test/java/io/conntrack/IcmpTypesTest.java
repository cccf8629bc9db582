package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pairs are those of {@code invmap} in the kernel's {@code nf_conntrack_proto_icmp[v6].c}. */
class IcmpTypesTest {

  @ParameterizedTest
  @CsvSource({"8, 0", "0, 8", "13, 14", "14, 13", "15, 16", "16, 15", "17, 18", "18, 17"})
  void pairsIcmpQueriesWithTheirAnswers(int type, int answer) {
    Tuple query = Tuple.icmp("192.0.2.1", "192.0.2.200", type, 0, 7);

    assertThat(IcmpTypes.answerTo(query)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({"128, 129", "129, 128", "139, 140", "140, 139"})
  void pairsIcmpv6QueriesWithTheirAnswers(int type, int answer) {
    Tuple query = Tuple.icmpv6("2001:db8::1", "2001:db8::c8", type, 0, 7);

    assertThat(IcmpTypes.answerTo(query)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 11, 12, 19, 128, 255})
  void refusesIcmpTypesThatAreNotTracked(int type) {
    Tuple message = Tuple.icmp("192.0.2.1", "192.0.2.200", type, 0, 7);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpTypes.answerTo(message))
        .withMessage(
            "icmp type %d is no tracked query - expected 8 or 0 (echo), 13 or 14 (timestamp), 15 or"
                + " 16 (information), 17 or 18 (address mask)",
            type);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 127, 130, 133, 135, 141, 255})
  void refusesIcmpv6TypesThatAreNotTracked(int type) {
    Tuple message = Tuple.icmpv6("2001:db8::1", "2001:db8::c8", type, 0, 7);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpTypes.answerTo(message))
        .withMessage(
            "icmpv6 type %d is no tracked query - expected 128 or 129 (echo), 139 or 140 (node"
                + " information)",
            type);
  }

  @Test
  void quotesTheTypeWhenAFlowIsBuilt() {
    Tuple unreachable = Tuple.icmp("192.0.2.1", "192.0.2.200", 3, 1, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flow.builder(unreachable))
        .withMessageContaining("icmp type 3");
  }
}
