package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeverReportTest {

  private static SeverReport report(List<String> warnings) {
    return new SeverReport(7, 4, 2, 1, 3, 2, 2, 1, List.of(), warnings);
  }

  @Test
  void showsTheCounts() {
    assertThat(report(List.of()))
        .hasToString(
            "7 flows: 4 deleted, 2 gone, 1 failed, 3 severed, 2 not local, 2 not closed, 1 reborn");
  }

  @Test
  void showsRareCountsOnlyIfThereAreAny() {
    assertThat(new SeverReport(1, 1, 0, 0, 1, 0, 0, 0, List.of(), List.of()))
        .hasToString("1 flow: 1 deleted, 1 severed, 0 not local, 0 reborn");
  }

  @Test
  void isCompleteIfThereIsNothingToSay() {
    assertThat(report(List.of()).isComplete()).isTrue();
    assertThat(report(List.of("not severed: 1")).isComplete()).isFalse();
  }

  @Test
  void doesNotChangeWithTheListsItWasMadeOf() {
    List<String> warnings = new ArrayList<>(List.of("one"));
    SeverReport report = report(warnings);
    warnings.add("two");

    assertThat(report.warnings()).containsExactly("one");
  }

  @Test
  void refusesCountsThatDoNotAddUp() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new SeverReport(2, 1, 0, 0, 1, 1, 0, 0, List.of(), List.of()))
        .withMessage("deleted, gone and failed add up to 1, but 2 flows matched");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new SeverReport(2, 1, 1, 0, 1, 0, 0, 0, List.of(), List.of()))
        .withMessage("severed, not local and not closed add up to 1, but 2 flows matched");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new SeverReport(1, 1, 0, 0, 1, 0, 0, 2, List.of(), List.of()))
        .withMessage("2 reborn is out of range: 0 to 1");
  }
}
