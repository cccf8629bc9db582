package io.conntrack.benchmarks.compare;

import io.conntrack.benchmarks.Environment;
import io.conntrack.benchmarks.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what is measured, how, and what came out: to a person, and as JSON to a file. */
final class Report {

  private static final String TURNS =
      """
      Each turn of a dump opens a socket, dumps the table and closes the socket. Only what the row
      says is timed; a turn that changes the table is put right before the next one begins.
      Each turn of the library comes right behind one of its limit; a ratio is between these two.
      Rounds below 1 warm up and do not count. Seconds and ratios are medians.
      CPU is the ratio of the CPU time of the processes with all their threads, which tells more
      on a machine that does other things too.
      """;

  private static final String HEAD = "%n%-14s %11s %11s %7s %7s %7s %7s %7s%n";
  private static final String ROW = "%-14s %9.3f s %9.3f s %7.3f %7.3f %7.3f %7.3f %7.2f  %s%n";
  private static final String FIGURE = "%-14s %9.3f %s, budget %d: %s (%s)%n";

  private final Settings settings;
  private final PrintStream out;

  Report(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }

  /** Says what is about to be measured. */
  void introduce(List<Duel> duels, List<String> absent) throws IOException {
    print(
        "%,d established TCP flows, %d %% of them IPv6, acct %d, in a hash table of %,d buckets,%n",
        settings.flows(),
        settings.ipv6Percent(),
        Settings.sysctl("nf_conntrack_acct"),
        Settings.sysctl("nf_conntrack_buckets"));
    print("in a network namespace of their own; the library in a JVM with %s%n%n", options());
    for (Duel duel : duels) {
      print("%-14s %s%n", duel.contender().name(), duel.contender().description());
      print("%-14s limit: %s%n", "", duel.limit().description());
    }
    absent.forEach(reason -> print("absent: %s%n", reason));
    print("%n%s%n", TURNS);
  }

  private String options() {
    return String.join(" ", settings.workerOptions());
  }

  void round(int round) {
    print("round %2d of %d%n", round, settings.rounds());
  }

  void pair(Duel duel, Duel.Pair pair) {
    print(
        "  %-14s limit %.3f s, own %.3f s, ratio %.3f, CPU %.3f%n",
        duel.contender().name(),
        pair.limit().seconds(),
        pair.contender().seconds(),
        pair.ratio(),
        pair.cpuRatio());
  }

  /** Prints the tables and writes the file. */
  void conclude(List<Duel> duels, List<Figure> figures, List<String> absent) throws IOException {
    print(HEAD, "", "limit", "own", "ratio", "min", "max", "CPU", "budget");
    duels.forEach(this::row);
    figures.forEach(this::figure);
    Files.createDirectories(settings.results().getParent());
    Files.writeString(settings.results(), Json.write(toJson(duels, figures, absent)));
    print("%nEvery sample is in %s%n", settings.results());
  }

  private void row(Duel duel) {
    Summary ratio = duel.summary(Duel.Pair::ratio);
    print(
        ROW,
        duel.contender().name(),
        duel.summary(pair -> pair.limit().seconds()).median(),
        duel.summary(pair -> pair.contender().seconds()).median(),
        ratio.median(),
        ratio.min(),
        ratio.max(),
        duel.summary(Duel.Pair::cpuRatio).median(),
        duel.budget(),
        verdict(duel.keepsBudget()));
  }

  private void figure(Figure figure) {
    print(
        FIGURE,
        figure.name(),
        figure.value(),
        figure.unit(),
        figure.budget(),
        verdict(figure.keepsBudget()),
        figure.description());
  }

  private String verdict(boolean kept) {
    if (!settings.judged()) {
      return "not judged";
    }
    return kept ? "kept" : "MISSED";
  }

  private Map<String, Object> toJson(List<Duel> duels, List<Figure> figures, List<String> absent)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", Environment.describe());
    json.put("settings", settings.toJson());
    json.put("rows", duels.stream().map(Duel::toJson).toList());
    json.put("figures", figures.stream().map(Figure::toJson).toList());
    json.put("absent", absent);
    return json;
  }
}
