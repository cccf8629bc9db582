package io.conntrack.benchmarks.compare;

import java.util.Map;

/**
 * What one turn measured.
 *
 * @param nanos the time it took, without the start of a process
 * @param flows how many flows it saw
 * @param bytes heap allocated or kept meanwhile, 0 where that is not measured
 */
record Sample(long nanos, long flows, long bytes) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Reads the line that a program ends a turn with: nanoseconds, flows, and perhaps bytes. */
  static Sample parse(String line) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length < 2 || fields.length > 3) {
      throw new IllegalStateException("not the result of a turn: " + line);
    }
    long bytes = fields.length == 3 ? Long.parseLong(fields[2]) : 0;
    return new Sample(Long.parseLong(fields[0]), Long.parseLong(fields[1]), bytes);
  }

  /** Returns the line that {@link #parse} reads. */
  String toLine() {
    return nanos + " " + flows + " " + bytes;
  }

  double seconds() {
    return nanos / NANOS_PER_SECOND;
  }

  double bytesPerFlow() {
    return (double) bytes / flows;
  }

  Map<String, Object> toJson() {
    return Map.of("nanos", nanos, "flows", flows, "bytes", bytes);
  }
}
