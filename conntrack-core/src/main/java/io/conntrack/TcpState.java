package io.conntrack;

import java.util.List;
import java.util.Locale;

/**
 * TCP tracking state ({@code enum tcp_conntrack}). Immutable. Values that are unknown here are
 * kept.
 *
 * @param value the kernel's number, 0 to 255
 */
public record TcpState(int value) {

  /** {@code TCP_CONNTRACK_NONE}. */
  public static final TcpState NONE = new TcpState(0);

  /** {@code TCP_CONNTRACK_SYN_SENT}. */
  public static final TcpState SYN_SENT = new TcpState(1);

  /** {@code TCP_CONNTRACK_SYN_RECV}. */
  public static final TcpState SYN_RECV = new TcpState(2);

  /** {@code TCP_CONNTRACK_ESTABLISHED}. */
  public static final TcpState ESTABLISHED = new TcpState(3);

  /** {@code TCP_CONNTRACK_FIN_WAIT}. */
  public static final TcpState FIN_WAIT = new TcpState(4);

  /** {@code TCP_CONNTRACK_CLOSE_WAIT}. */
  public static final TcpState CLOSE_WAIT = new TcpState(5);

  /** {@code TCP_CONNTRACK_LAST_ACK}. */
  public static final TcpState LAST_ACK = new TcpState(6);

  /** {@code TCP_CONNTRACK_TIME_WAIT}. */
  public static final TcpState TIME_WAIT = new TcpState(7);

  /** {@code TCP_CONNTRACK_CLOSE}. */
  public static final TcpState CLOSE = new TcpState(8);

  /** {@code TCP_CONNTRACK_SYN_SENT2}. */
  public static final TcpState SYN_SENT2 = new TcpState(9);

  private static final List<String> NAMES =
      List.of(
          "NONE",
          "SYN_SENT",
          "SYN_RECV",
          "ESTABLISHED",
          "FIN_WAIT",
          "CLOSE_WAIT",
          "LAST_ACK",
          "TIME_WAIT",
          "CLOSE",
          "SYN_SENT2");

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not in 0 to 255
   */
  public TcpState {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(
          "TCP tracking state " + value + " is out of range: 0 to 255");
    }
  }

  /**
   * Reads a state by its name, in any case.
   *
   * @throws IllegalArgumentException if no state has this name; the message lists the names
   */
  public static TcpState parse(String name) {
    int value = NAMES.indexOf(name.toUpperCase(Locale.ROOT));
    if (value < 0) {
      throw new IllegalArgumentException(
          "unknown TCP state \"" + name + "\" - expected one of " + String.join(", ", NAMES));
    }
    return new TcpState(value);
  }

  /** Returns the kernel's name, or {@code TCP_STATE(n)} for an unknown value. */
  @Override
  public String toString() {
    return value < NAMES.size() ? NAMES.get(value) : "TCP_STATE(" + value + ")";
  }
}
