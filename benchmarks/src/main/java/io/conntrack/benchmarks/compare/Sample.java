package io.conntrack.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one turn measured.
 *
 * @param wallNanos the time it took, without the start of a process
 * @param cpuNanos the CPU time that all threads of the process used meanwhile
 * @param flows how many flows it saw
 * @param bytes heap allocated or kept meanwhile, 0 where that is not measured
 */
record Sample(long wallNanos, long cpuNanos, long flows, long bytes) {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final int FIELDS = 4;

  /** Reads the line that a program ends a turn with: these four numbers. */
  static Sample parse(String line) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalStateException("not the result of a turn: " + line);
    }
    return new Sample(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]));
  }

  /** Returns the line that {@link #parse} reads. */
  String toLine() {
    return wallNanos + " " + cpuNanos + " " + flows + " " + bytes;
  }

  double seconds() {
    return wallNanos / NANOS_PER_SECOND;
  }

  double bytesPerFlow() {
    return (double) bytes / flows;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wallNanos", wallNanos);
    json.put("cpuNanos", cpuNanos);
    json.put("flows", flows);
    json.put("bytes", bytes);
    return json;
  }
}
