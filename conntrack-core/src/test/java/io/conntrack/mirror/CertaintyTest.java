package io.conntrack.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertaintyTest {

  /** The event is one of {@code 192.0.2.1:40000->192.0.2.200:443} with mark 0, without labels. */
  @ParameterizedTest
  @CsvSource({
    "any,                                  SELECTED",
    "tcp,                                  SELECTED",
    "udp,                                  REJECTED",
    "not udp,                              SELECTED",
    "not tcp,                              REJECTED",
    "label 5,                              OPEN",
    "not label 5,                          OPEN",
    "udp and label 5,                      REJECTED",
    "tcp and label 5,                      OPEN",
    "tcp or label 5,                       SELECTED",
    "udp or label 5,                       OPEN",
    "not (tcp or label 5),                 REJECTED",
    "udp or mark 3,                        REJECTED",
    "src 192.0.2.1 and dport 443,          SELECTED",
    "bytes > 5,                            OPEN"
  })
  void knowsWhatAnEventDecides(String text, String expected) {
    FlowFilter filter = text.equals("any") ? FlowFilter.any() : FlowFilter.parse(text);

    assertThat(verdict(filter)).isEqualTo(expected);
  }

  private static String verdict(FlowFilter filter) {
    boolean selected = Certainty.isDecided(filter, Flows.tcp().build(), true);
    boolean rejected = Certainty.isDecided(filter, Flows.tcp().build(), false);
    assertThat(selected && rejected).isFalse();
    return selected ? "SELECTED" : rejected ? "REJECTED" : "OPEN";
  }
}
