package io.conntrack.filter;

import java.util.List;
import java.util.Optional;

/** The units of numbers in the filter language. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
enum Units {
  /** Of a timeout, counted in seconds. */
  SECONDS(
      "a time such as 30s, 5m, 1h or 2d",
      Long.SIZE,
      List.of(unit("d", 86_400), unit("h", 3_600), unit("m", 60), unit("s", 1), unit("", 1))),
  /** Of an age, counted in nanoseconds. */
  NANOS(
      "a time such as 500ms, 30s, 5m, 1h or 2d",
      Long.SIZE - 1,
      List.of(
          unit("d", 86_400_000_000_000L),
          unit("h", 3_600_000_000_000L),
          unit("m", 60_000_000_000L),
          unit("s", 1_000_000_000),
          unit("ms", 1_000_000),
          unit("us", 1_000),
          unit("ns", 1),
          unit("", 1_000_000_000))),
  /** Of packets and bytes. */
  COUNT(
      "a number such as 100, 10k, 5M, 2G or 4Ki",
      Long.SIZE,
      List.of(
          unit("G", 1_000_000_000),
          unit("M", 1_000_000),
          unit("k", 1_000),
          unit("", 1),
          unit("K", 1_000),
          unit("Ki", 1L << 10),
          unit("Mi", 1L << 20),
          unit("Gi", 1L << 30)));

  private record Unit(String symbol, long size) {}

  private final String expected;
  private final int bits;
  private final List<Unit> units; // in the order in which a text prefers them

  Units(String expected, int bits, List<Unit> units) {
    this.expected = expected;
    this.bits = bits;
    this.units = units;
  }

  private static Unit unit(String symbol, long size) {
    return new Unit(symbol, size);
  }

  /** Returns an unsigned number with the first unit that leaves a whole number. */
  String text(long value) {
    if (value == 0) {
      return this == COUNT ? "0" : "0s";
    }
    Unit unit =
        units.stream()
            .filter(candidate -> Long.remainderUnsigned(value, candidate.size) == 0)
            .findFirst()
            .orElseThrow();
    return Long.toUnsignedString(Long.divideUnsigned(value, unit.size)) + unit.symbol;
  }

  /** Returns the size of the unit with this symbol, which may be empty; absent if there is none. */
  Optional<Long> size(String symbol) {
    return units.stream().filter(unit -> unit.symbol.equals(symbol)).map(Unit::size).findFirst();
  }

  /** Returns what a message says that it expected. */
  String expected() {
    return expected;
  }

  /** Returns how many bits the largest number has. */
  int bits() {
    return bits;
  }
}
