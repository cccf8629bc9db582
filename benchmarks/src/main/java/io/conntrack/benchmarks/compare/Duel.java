package io.conntrack.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One row of the comparison: a limit and a contender, which take turns, and how much slower than
 * the limit the contender may be.
 */
final class Duel {

  private final Contender limit;
  private final Contender contender;
  private final double budget;
  private final long flows;
  private final List<Pair> warmup = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();

  /** Makes a row of which each turn must see so many flows. */
  Duel(Contender limit, Contender contender, double budget, long flows) {
    this.limit = limit;
    this.contender = contender;
    this.budget = budget;
    this.flows = flows;
  }

  /** Runs the limit and, right behind it, the contender. */
  Pair round(boolean warmingUp) throws IOException, InterruptedException {
    Sample limitSample = limit.run(flows);
    Pair pair = new Pair(limitSample, contender.run(flows));
    (warmingUp ? warmup : pairs).add(pair);
    return pair;
  }

  Contender limit() {
    return limit;
  }

  Contender contender() {
    return contender;
  }

  double budget() {
    return budget;
  }

  boolean keepsBudget() {
    return summary(Pair::ratio).median() <= budget;
  }

  /** Returns the middle and the ends of a value over the rounds that count. */
  Summary summary(ToDoubleFunction<Pair> value) {
    return Summary.of(pairs.stream().mapToDouble(value));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", contender.name());
    json.put("description", contender.description());
    json.put("limit", limit.description());
    json.put("budget", budget);
    json.put("flows", flows);
    json.put("ratio", summary(Pair::ratio).toJson());
    json.put("cpuRatio", summary(Pair::cpuRatio).toJson());
    json.put("warmup", warmup.stream().map(Pair::toJson).toList());
    json.put("pairs", pairs.stream().map(Pair::toJson).toList());
    return json;
  }

  /** Two turns, one right behind the other. */
  record Pair(Sample limit, Sample contender) {

    double ratio() {
      return (double) contender.wallNanos() / limit.wallNanos();
    }

    double cpuRatio() {
      return (double) contender.cpuNanos() / limit.cpuNanos();
    }

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ratio", ratio());
      json.put("cpuRatio", cpuRatio());
      json.put("limit", limit.toJson());
      json.put("contender", contender.toJson());
      return json;
    }
  }
}
