package io.conntrack.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The middle and the ends of some values. */
record Summary(double median, double min, double max) {

  static Summary of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[sorted.length / 2]) / 2;
    return new Summary(median, sorted[0], sorted[last]);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("median", median);
    json.put("min", min);
    json.put("max", max);
    return json;
  }
}
