package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Finding;
import io.conntrack.Finding.Level;
import io.conntrack.netlink.internal.sys.Transport;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterCheckTest {

  /** Has parameters and no sockets. */
  private record Parameters(Map<String, Long> values) implements SocketSource {
    @Override
    public OptionalLong parameter(String name) {
      Long value = values.get(name.substring("net.netfilter.nf_conntrack_".length()));
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public Transport openDiagnosis(Operation operation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Transport apply(Operation operation) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<Finding> check(Map<String, Long> values) {
    Findings findings = new Findings();
    new ParameterCheck(new Parameters(values), findings).run();
    return findings.list();
  }

  @ParameterizedTest
  @CsvSource({"89, 100, GOOD", "90, 100, HINDRANCE", "1000, 0, GOOD", "100, 100, HINDRANCE"})
  void warnsBeforeTheTableIsFull(long count, long max, Level level) {
    assertThat(check(Map.of("count", count, "max", max)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.id()).isEqualTo("room"))
        .extracting(Finding::level)
        .isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"100, 400, GOOD", "100, 404, NOTE", "65536, 65536, GOOD"})
  void tellsOfLongChains(long buckets, long max, Level level) {
    assertThat(check(Map.of("buckets", buckets, "max", max)))
        .singleElement()
        .extracting(Finding::level)
        .isEqualTo(level);
  }

  @Test
  void saysThatNothingCanBeRead() {
    assertThat(check(Map.of()))
        .singleElement()
        .extracting(Finding::remedy)
        .isEqualTo("modprobe nf_conntrack");
  }

  @Test
  void readsTheEffectiveCapabilities() {
    List<String> status = List.of("Name:\tjava", "CapEff:\t0000000000001000", "CapBnd:\t0");

    assertThat(Capabilities.has(Capabilities.mask(status).orElseThrow(), 12)).isTrue();
    assertThat(Capabilities.has(Capabilities.mask(status).orElseThrow(), 21)).isFalse();
    assertThat(Capabilities.mask(List.of())).isEmpty();
  }
}
