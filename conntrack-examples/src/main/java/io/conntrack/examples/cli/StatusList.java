package io.conntrack.examples.cli;

import io.conntrack.Status;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The value of {@code -u}: status bits that are to be set, and such that are to be clear.
 * Immutable.
 *
 * @param set bits named as they are
 * @param clear bits named with {@code !} before them
 */
record StatusList(int set, int clear) {

  static final StatusList EMPTY = new StatusList(0, 0);

  private static final Map<String, Status> NAMES =
      new LinkedHashMap<>(); // the first one that fits counts

  static {
    NAMES.put("ASSURED", Status.ASSURED);
    NAMES.put("SEEN_REPLY", Status.SEEN_REPLY);
    NAMES.put("UNSET", Status.of(0));
    NAMES.put("FIXED_TIMEOUT", Status.FIXED_TIMEOUT);
    NAMES.put("EXPECTED", Status.EXPECTED);
    NAMES.put("OFFLOAD", Status.OFFLOADED);
    NAMES.put("HW_OFFLOAD", Status.HARDWARE_OFFLOADED);
  }

  /** Returns a list with the bits of both. */
  StatusList with(StatusList other) {
    return new StatusList(set | other.set, clear | other.clear);
  }

  /** Says whether it names no bit. */
  boolean isEmpty() {
    return (set | clear) == 0;
  }

  /**
   * Reads a list such as {@code ASSURED,!SEEN_REPLY}; names in any case, and abbreviated at will.
   *
   * @throws UsageException if an item is empty or unknown
   */
  static StatusList parse(Arguments arguments, String text) {
    StatusList list = EMPTY;
    for (String item : CommaList.items(text, expected())) {
      list = list.with(item(arguments, item));
    }
    return list;
  }

  private static StatusList item(Arguments arguments, String text) {
    if (text.equals("UNREPLIED")) {
      return new StatusList(0, Status.SEEN_REPLY.bits());
    }
    boolean negated = text.startsWith("!");
    String name = (negated ? text.substring(1) : text).toUpperCase(Locale.ROOT);
    if (!name.isEmpty() && ("SRC_NAT".startsWith(name) || "DST_NAT".startsWith(name))) {
      boolean source = name.startsWith("S");
      arguments.warn(
          source
              ? "WARNING: ignoring SRC_NAT, use --src-nat instead"
              : "WARNING: ignoring DST_NAT, use --dst-nat instead");
      return EMPTY;
    }
    int bits = bits(name, text);
    return negated ? new StatusList(0, bits) : new StatusList(bits, 0);
  }

  private static String expected() {
    return String.join(", ", NAMES.keySet()) + " or UNREPLIED";
  }

  private static int bits(String name, String shown) {
    return NAMES.entrySet().stream()
        .filter(entry -> !name.isEmpty() && entry.getKey().startsWith(name))
        .findFirst()
        .orElseThrow(() -> CommaList.bad(shown, expected()))
        .getValue()
        .bits();
  }
}
