package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecondsTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0",
    "PT0.000000001S, 1",
    "PT1S, 1",
    "PT1.5S, 2",
    "PT432000S, 432000",
    "PT2147483648S, 2147483648",
    "PT4294967294.1S, 4294967295",
    "PT4294967295S, 4294967295",
  })
  void roundsUpToWholeSeconds(Duration duration, long seconds) {
    assertThat(Integer.toUnsignedLong(Seconds.of("timeout", duration))).isEqualTo(seconds);
  }

  static Stream<Duration> durationsOutOfRange() {
    return Stream.of(
        Duration.ofNanos(-1),
        Duration.ofSeconds(-1),
        Duration.ofSeconds(Long.MIN_VALUE),
        Duration.ofSeconds(0xffffffffL, 1),
        Duration.ofSeconds(0x100000000L),
        Duration.ofSeconds(Long.MAX_VALUE),
        ChronoUnit.FOREVER.getDuration());
  }

  @ParameterizedTest
  @MethodSource("durationsOutOfRange")
  void refusesADurationOutOfRange(Duration duration) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seconds.of("timeout", duration))
        .withMessage("timeout %s is out of range: 0 to 4294967295 seconds", duration);
  }
}
