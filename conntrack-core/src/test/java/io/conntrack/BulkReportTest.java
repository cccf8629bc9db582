package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.spi.BulkTally;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkReportTest {

  private static final Flow FLOW = Flows.tcp().build();

  private final List<String> heard = new ArrayList<>();

  private static ConntrackException refusal(int number) {
    return new ConntrackException("delete " + number, 1, "not today");
  }

  private final class Recorder implements BulkListener {
    @Override
    public void changed(FlowView flow) {
      heard.add("changed");
    }

    @Override
    public void gone(FlowView flow) {
      heard.add("gone");
    }

    @Override
    public void failed(BulkFailure failure) {
      heard.add(failure.toString());
    }
  }

  private static void fail(BulkTally tally, int number) {
    tally.failed(tally.matched(), FLOW, () -> refusal(number));
  }

  @Test
  void countsWhatBecameOfFlows() {
    BulkTally tally = new BulkTally(new Recorder());
    for (int i = 0; i < 5; i++) {
      assertThat(tally.matched()).isEqualTo(i);
    }
    tally.changed(FLOW);
    tally.gone(FLOW);
    fail(tally, 7);
    tally.unmatched();

    BulkReport report = tally.report();

    assertThat(report)
        .extracting(BulkReport::matched, BulkReport::changed, BulkReport::gone, BulkReport::failed)
        .containsExactly(5L, 1L, 1L, 1L);
    assertThat(report.leftAlone()).isEqualTo(2);
    assertThat(report.exact()).isTrue();
    assertThat(heard).containsExactly("changed", "gone", "#5 delete 7: not today");
  }

  @Test
  void listsTheFirstFailuresAndTellsOfAll() {
    BulkTally tally = new BulkTally(new Recorder());
    for (int number = 0; number < 25; number++) {
      assertThat(tally.listsNextFailure()).isEqualTo(number < 10);
      fail(tally, number);
    }

    assertThat(tally.report().failed()).isEqualTo(25);
    assertThat(tally.report().firstFailures())
        .extracting(BulkFailure::index)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(heard).hasSize(25).last().isEqualTo("#24 delete 24: not today");
  }

  @Test
  void asksForNoReasonThatNobodyHears() {
    BulkTally tally = new BulkTally(BulkListener.NONE);
    for (int number = 0; number < BulkReport.LISTED; number++) {
      fail(tally, number);
    }

    tally.failed(
        tally.matched(),
        FLOW,
        () -> {
          throw new AssertionError("asked");
        });

    assertThat(tally.report().failed()).isEqualTo(11);
  }

  @Test
  void keepsItsFailures() {
    List<BulkFailure> failures = new ArrayList<>();
    BulkReport report = new BulkReport(1, 0, 0, 1, failures, true);
    failures.add(new BulkFailure(0, FLOW, refusal(0)));

    assertThat(report.firstFailures()).isEmpty();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> report.firstFailures().clear());
  }

  @Test
  void readsAsASentence() {
    BulkTally tally = new BulkTally(BulkListener.NONE);
    tally.matched();
    tally.changed(FLOW);
    assertThat(tally.report()).hasToString("1 matched, 1 changed, 0 already gone, 0 failed");

    fail(tally, 3);
    fail(tally, 4);
    assertThat(tally.report())
        .hasToString(
            "3 matched, 1 changed, 0 already gone, 2 failed - first: #1 delete 3: not today");
  }

  @Test
  void saysThatAnEstimateIsOne() {
    BulkReport estimate = BulkReport.estimate(42);

    assertThat(estimate).hasToString("about 42 matched, 42 changed, 0 already gone, 0 failed");
    assertThat(estimate.exact()).isFalse();
    assertThat(estimate.leftAlone()).isZero();
  }

  @Test
  void listensToOneThingOnly() {
    BulkListener changed = BulkListener.onChanged(flow -> heard.add("changed"));
    BulkListener failed = BulkListener.onFailed(failure -> heard.add("failed"));
    BulkFailure failure = new BulkFailure(0, FLOW, refusal(0));
    for (BulkListener listener : List.of(changed, failed, BulkListener.NONE)) {
      listener.changed(FLOW);
      listener.gone(FLOW);
      listener.failed(failure);
    }

    assertThat(heard).containsExactly("changed", "failed");
  }
}
