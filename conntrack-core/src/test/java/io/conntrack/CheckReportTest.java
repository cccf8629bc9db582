package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Finding.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckReportTest {

  private static final Finding GOOD = Finding.good("room", "7 flows of at most 100");
  private static final Finding HINDRANCE =
      new Finding("events", Level.HINDRANCE, "events is 0", "no events", "sysctl -w events=1");

  @ParameterizedTest
  @CsvSource({"GOOD, 0", "NOTE, 0", "HINDRANCE, 1", "FATAL, 2"})
  void exitsWithWhatTheGravestFindingSays(Level level, int status) {
    CheckReport report = new CheckReport(List.of(new Finding("id", level, "what", "", ""), GOOD));

    assertThat(report.level()).isEqualTo(level);
    assertThat(report.exitStatus()).isEqualTo(status);
  }

  @Test
  void isWellIfThereIsNothing() {
    assertThat(new CheckReport(List.of()).exitStatus()).isZero();
  }

  @Test
  void findsAFindingById() {
    CheckReport report = new CheckReport(List.of(GOOD, HINDRANCE));

    assertThat(report.find("events")).contains(HINDRANCE);
    assertThat(report.find("none")).isEmpty();
  }

  @Test
  void readsAsFactMeaningAndRemedy() {
    assertThat(new CheckReport(List.of(GOOD, HINDRANCE)))
        .hasToString(
            """
            good       room: 7 flows of at most 100
            hindrance  events: events is 0
                       no events
                       -> sysctl -w events=1""");
  }

  @Test
  void reportsThatThereIsNoBackend() {
    CheckReport report = Conntrack.check();

    assertThat(report.exitStatus()).isEqualTo(2);
    assertThat(report.find("backend").orElseThrow().what()).contains("conntrack-netlink");
  }
}
