package io.conntrack;

/**
 * The ICMP and ICMPv6 queries that connection tracking pairs with an answer; all others it does not
 * track.
 */
final class IcmpTypes {

  private IcmpTypes() {}

  /**
   * Returns the type that answers the type of {@code tuple}.
   *
   * @throws IllegalArgumentException if the kernel would not track it
   */
  static int answerTo(TupleView tuple) {
    int answer =
        tuple.protocolNumber() == Protocol.ICMP.number()
            ? v4(tuple.icmpType())
            : v6(tuple.icmpType());
    if (answer < 0) {
      throw new IllegalArgumentException(
          Protocol.of(tuple.protocolNumber())
              + " type "
              + tuple.icmpType()
              + " is no tracked query - expected "
              + (tuple.protocolNumber() == Protocol.ICMP.number()
                  ? "8 or 0 (echo), 13 or 14 (timestamp), 15 or 16 (information), 17 or 18 (address mask)"
                  : "128 or 129 (echo), 139 or 140 (node information)"));
    }
    return answer;
  }

  private static int v4(int type) {
    return switch (type) {
      case 8 -> 0;
      case 0 -> 8;
      case 13 -> 14;
      case 14 -> 13;
      case 15 -> 16;
      case 16 -> 15;
      case 17 -> 18;
      case 18 -> 17;
      default -> -1;
    };
  }

  private static int v6(int type) {
    return switch (type) {
      case 128 -> 129;
      case 129 -> 128;
      case 139 -> 140;
      case 140 -> 139;
      default -> -1;
    };
  }
}
