package io.conntrack.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A number that has a budget but no limit to compare with.
 *
 * <p>A budget of 0 is kept by what rounds to 0: a scan as a whole may allocate a little.
 */
record Figure(String name, String description, double value, String unit, int budget) {

  boolean keepsBudget() {
    return Math.round(value) <= budget;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("description", description);
    json.put("value", value);
    json.put("unit", unit);
    json.put("budget", budget);
    return json;
  }
}
