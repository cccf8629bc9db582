package io.conntrack;

import java.util.List;
import java.util.Locale;

/**
 * SCTP tracking state ({@code enum sctp_conntrack}). Immutable. Values that are unknown here are
 * kept.
 *
 * @param value the kernel's number, 0 to 255
 */
public record SctpState(int value) {

  /** {@code SCTP_CONNTRACK_NONE}. */
  public static final SctpState NONE = new SctpState(0);

  /** {@code SCTP_CONNTRACK_CLOSED}. */
  public static final SctpState CLOSED = new SctpState(1);

  /** {@code SCTP_CONNTRACK_COOKIE_WAIT}. */
  public static final SctpState COOKIE_WAIT = new SctpState(2);

  /** {@code SCTP_CONNTRACK_COOKIE_ECHOED}. */
  public static final SctpState COOKIE_ECHOED = new SctpState(3);

  /** {@code SCTP_CONNTRACK_ESTABLISHED}. */
  public static final SctpState ESTABLISHED = new SctpState(4);

  /** {@code SCTP_CONNTRACK_SHUTDOWN_SENT}. */
  public static final SctpState SHUTDOWN_SENT = new SctpState(5);

  /** {@code SCTP_CONNTRACK_SHUTDOWN_RECD}. */
  public static final SctpState SHUTDOWN_RECD = new SctpState(6);

  /** {@code SCTP_CONNTRACK_SHUTDOWN_ACK_SENT}. */
  public static final SctpState SHUTDOWN_ACK_SENT = new SctpState(7);

  /** {@code SCTP_CONNTRACK_HEARTBEAT_SENT}. */
  public static final SctpState HEARTBEAT_SENT = new SctpState(8);

  /** {@code SCTP_CONNTRACK_HEARTBEAT_ACKED}. */
  public static final SctpState HEARTBEAT_ACKED = new SctpState(9);

  private static final List<String> NAMES =
      List.of(
          "NONE",
          "CLOSED",
          "COOKIE_WAIT",
          "COOKIE_ECHOED",
          "ESTABLISHED",
          "SHUTDOWN_SENT",
          "SHUTDOWN_RECD",
          "SHUTDOWN_ACK_SENT",
          "HEARTBEAT_SENT",
          "HEARTBEAT_ACKED");

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not in 0 to 255
   */
  public SctpState {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(
          "SCTP tracking state " + value + " is out of range: 0 to 255");
    }
  }

  /**
   * Reads a state by its name, in any case.
   *
   * @throws IllegalArgumentException if no state has this name; the message lists the names
   */
  public static SctpState parse(String name) {
    int value = NAMES.indexOf(name.toUpperCase(Locale.ROOT));
    if (value < 0) {
      throw new IllegalArgumentException(
          "unknown SCTP state \"" + name + "\" - expected one of " + String.join(", ", NAMES));
    }
    return new SctpState(value);
  }

  /** Returns the kernel's name, or {@code SCTP_STATE(n)} for an unknown value. */
  @Override
  public String toString() {
    return value < NAMES.size() ? NAMES.get(value) : "SCTP_STATE(" + value + ")";
  }
}
