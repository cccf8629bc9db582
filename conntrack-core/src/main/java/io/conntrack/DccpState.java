package io.conntrack;

import java.util.List;
import java.util.Locale;

/**
 * DCCP tracking state of kernels before 6.17 ({@code enum ct_dccp_states}). Immutable. Values that
 * are unknown here are kept.
 *
 * @param value the kernel's number, 0 to 255
 */
public record DccpState(int value) {

  /** {@code CT_DCCP_NONE}. */
  public static final DccpState NONE = new DccpState(0);

  /** {@code CT_DCCP_REQUEST}. */
  public static final DccpState REQUEST = new DccpState(1);

  /** {@code CT_DCCP_RESPOND}. */
  public static final DccpState RESPOND = new DccpState(2);

  /** {@code CT_DCCP_PARTOPEN}. */
  public static final DccpState PARTOPEN = new DccpState(3);

  /** {@code CT_DCCP_OPEN}. */
  public static final DccpState OPEN = new DccpState(4);

  /** {@code CT_DCCP_CLOSEREQ}. */
  public static final DccpState CLOSEREQ = new DccpState(5);

  /** {@code CT_DCCP_CLOSING}. */
  public static final DccpState CLOSING = new DccpState(6);

  /** {@code CT_DCCP_TIMEWAIT}. */
  public static final DccpState TIMEWAIT = new DccpState(7);

  /** {@code CT_DCCP_IGNORE}. */
  public static final DccpState IGNORE = new DccpState(8);

  /** {@code CT_DCCP_INVALID}. */
  public static final DccpState INVALID = new DccpState(9);

  private static final List<String> NAMES =
      List.of(
          "NONE",
          "REQUEST",
          "RESPOND",
          "PARTOPEN",
          "OPEN",
          "CLOSEREQ",
          "CLOSING",
          "TIMEWAIT",
          "IGNORE",
          "INVALID");

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not in 0 to 255
   */
  public DccpState {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(
          "DCCP tracking state " + value + " is out of range: 0 to 255");
    }
  }

  /**
   * Reads a state by its name, in any case.
   *
   * @throws IllegalArgumentException if no state has this name; the message lists the names
   */
  public static DccpState parse(String name) {
    int value = NAMES.indexOf(name.toUpperCase(Locale.ROOT));
    if (value < 0) {
      throw new IllegalArgumentException(
          "unknown DCCP state \"" + name + "\" - expected one of " + String.join(", ", NAMES));
    }
    return new DccpState(value);
  }

  /** Returns the kernel's name, or {@code DCCP_STATE(n)} for an unknown value. */
  @Override
  public String toString() {
    return value < NAMES.size() ? NAMES.get(value) : "DCCP_STATE(" + value + ")";
  }
}
