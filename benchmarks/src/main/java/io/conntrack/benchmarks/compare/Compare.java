package io.conntrack.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the comparison in the network namespace it is started in, whose table must be empty: fills
 * it, lets all contenders take turns, and reports. Exit status 1 says that a budget is missed.
 */
public final class Compare {

  private final Settings settings;
  private final Rows rows;
  private final Report report;

  private Compare(Settings settings, Rows rows) {
    this.settings = settings;
    this.rows = rows;
    this.report = new Report(settings, System.out);
  }

  /** Takes its settings from system properties. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Settings settings = Settings.read();
    boolean kept;
    try (WorkerProcess worker = WorkerProcess.start(settings)) {
      kept = new Compare(settings, new Rows(settings, worker)).run();
    }
    if (settings.judged() && !kept) {
      System.exit(1);
    }
  }

  private boolean run() throws IOException, InterruptedException {
    List<Duel> duels = rows.duels();
    rows.fill();
    report.introduce(duels, rows.absent());
    for (int round = 1 - settings.warmups(); round <= settings.rounds(); round++) {
      report.round(round);
      for (Duel duel : duels) {
        report.pair(duel, duel.round(round < 1));
      }
    }
    List<Figure> figures = rows.figures(duels);
    report.conclude(duels, figures, rows.absent());
    return Stream.concat(
            duels.stream().map(Duel::keepsBudget), figures.stream().map(Figure::keepsBudget))
        .allMatch(Boolean::booleanValue);
  }
}
