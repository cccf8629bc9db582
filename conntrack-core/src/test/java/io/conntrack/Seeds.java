package io.conntrack;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** The seeds that a {@link Law} runs with. */
final class Seeds {

  private static final int COUNT = 300;
  private static final String ONLY = "conntrack.seed";

  private Seeds() {}

  static LongStream all() {
    Long only = Long.getLong(ONLY);
    return only == null ? new SplittableRandom().longs(COUNT) : LongStream.of(only);
  }
}
