package io.conntrack.filter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The units of numbers in the filter language. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
enum Units {
  /** Of a timeout, counted in seconds. */
  SECONDS(List.of(unit("d", 86_400), unit("h", 3_600), unit("m", 60), unit("s", 1))),
  /** Of an age, counted in nanoseconds. */
  NANOS(
      List.of(
          unit("d", 86_400_000_000_000L),
          unit("h", 3_600_000_000_000L),
          unit("m", 60_000_000_000L),
          unit("s", 1_000_000_000),
          unit("ms", 1_000_000),
          unit("us", 1_000),
          unit("ns", 1))),
  /** Of packets and bytes. */
  COUNT(
      List.of(
          unit("G", 1_000_000_000),
          unit("M", 1_000_000),
          unit("k", 1_000),
          unit("", 1),
          unit("Gi", 1L << 30),
          unit("Mi", 1L << 20),
          unit("Ki", 1L << 10)));

  private record Unit(String symbol, long size) {}

  private final List<Unit> units;

  Units(List<Unit> units) {
    this.units = units;
  }

  private static Unit unit(String symbol, long size) {
    return new Unit(symbol, size);
  }

  /** Returns an unsigned number with the first unit that leaves a whole number. */
  String text(long value) {
    for (Unit unit : units) {
      if (value != 0 && Long.remainderUnsigned(value, unit.size) == 0) {
        return Long.toUnsignedString(Long.divideUnsigned(value, unit.size)) + unit.symbol;
      }
    }
    return "0" + (this == COUNT ? "" : "s");
  }

  /** Returns the size of the unit with this symbol, absent if there is none. */
  Optional<Long> size(String symbol) {
    return units.stream().filter(unit -> unit.symbol.equals(symbol)).map(Unit::size).findFirst();
  }

  /** Returns the symbols joined by commas, for messages. */
  String symbols() {
    return units.stream()
        .map(Unit::symbol)
        .filter(symbol -> !symbol.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
