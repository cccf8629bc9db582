package io.conntrack.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Protocol;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolDatabaseTest {

  private static final List<String> LINES =
      List.of("# comment esp 1", "", "esp\t50\tIPSEC-ESP\t# Encap Security Payload", "odd 900");

  @ParameterizedTest
  @ValueSource(strings = {"esp", "IPSEC-ESP"})
  void findsNamesAndAliases(String name) {
    assertThat(ProtocolDatabase.find(name, LINES)).contains(Protocol.of(50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ESP", "Encap", "comment", "", "nothing"})
  void findsNothingElse(String name) {
    assertThat(ProtocolDatabase.find(name, LINES)).isEmpty();
  }
}
