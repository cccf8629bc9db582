package io.conntrack;

import java.util.Locale;
import java.util.Map;

/**
 * A layer 4 protocol by its number in the IP header. Immutable. Any number is allowed; the
 * constants are those that connection tracking knows more about.
 *
 * @param number 0 to 255 ({@code IPPROTO_*})
 */
public record Protocol(int number) {

  /** Internet control message protocol for IPv4. */
  public static final Protocol ICMP = new Protocol(1);

  /** Transmission control protocol. */
  public static final Protocol TCP = new Protocol(6);

  /** User datagram protocol. */
  public static final Protocol UDP = new Protocol(17);

  /** Datagram congestion control protocol; kernels since 6.17 track it without ports. */
  public static final Protocol DCCP = new Protocol(33);

  /** Generic routing encapsulation. */
  public static final Protocol GRE = new Protocol(47);

  /** Internet control message protocol for IPv6. */
  public static final Protocol ICMPV6 = new Protocol(58);

  /** Stream control transmission protocol. */
  public static final Protocol SCTP = new Protocol(132);

  /** UDP with partial checksums. */
  public static final Protocol UDPLITE = new Protocol(136);

  private static final Map<String, Protocol> BY_NAME =
      Map.of(
          "icmp", ICMP, "tcp", TCP, "udp", UDP, "dccp", DCCP, "gre", GRE, "icmpv6", ICMPV6, "sctp",
          SCTP, "udplite", UDPLITE);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not in 0 to 255
   */
  public Protocol {
    if (number < 0 || number > 255) {
      throw new IllegalArgumentException(
          "protocol number " + number + " is out of range: 0 to 255");
    }
  }

  /** Returns the protocol with this number. */
  public static Protocol of(int number) {
    return new Protocol(number);
  }

  /**
   * Reads a protocol from one of the names {@code tcp udp udplite sctp dccp gre icmp icmpv6}, in
   * any case, or from a decimal number.
   *
   * @throws IllegalArgumentException if the text is neither; the message quotes it and lists the
   *     names
   */
  public static Protocol parse(String text) {
    Protocol named = BY_NAME.get(text.toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    if (text.matches("[0-9]{1,3}")) {
      return new Protocol(Integer.parseInt(text));
    }
    throw new IllegalArgumentException(
        "unknown protocol \""
            + text
            + "\" - expected tcp, udp, udplite, sctp, dccp, gre, icmp, icmpv6 or a number from"
            + " 0 to 255");
  }

  /**
   * Says whether tuples of this protocol carry ports, which for GRE are the two halves of its key.
   */
  public boolean hasPorts() {
    return switch (number) {
      case 6, 17, 33, 47, 132, 136 -> true;
      default -> false;
    };
  }

  /** Says whether tuples of this protocol carry an ICMP type, code and id. */
  public boolean isIcmp() {
    return number == 1 || number == 58;
  }

  /** Returns the lower-case name if the protocol is one of the constants. */
  boolean isNamed() {
    return name(number) != null;
  }

  /** Returns the lower-case name, or the decimal number of a protocol without a constant here. */
  @Override
  public String toString() {
    String name = name(number);
    return name != null ? name : Integer.toString(number);
  }

  private static @org.jspecify.annotations.Nullable String name(int number) {
    return switch (number) {
      case 1 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 33 -> "dccp";
      case 47 -> "gre";
      case 58 -> "icmpv6";
      case 132 -> "sctp";
      case 136 -> "udplite";
      default -> null;
    };
  }
}
