package io.conntrack.format;

import io.conntrack.IpAddress;
import io.conntrack.TupleView;

/**
 * Writes tuples as {@code src=... dst=...} with what layer 4 adds, without allocating.
 *
 * <p>As in the original command, the protocol alone decides what is written: ports that were not
 * sent read 0, as those of DCCP since Linux 6.17.
 */
final class TupleText {

  private TupleText() {}

  static void append(StringBuilder line, TupleView tuple) {
    append(line, tuple, "");
  }

  /** Appends a tuple with a word before the names of its addresses. */
  static void append(StringBuilder line, TupleView tuple, String prefix) {
    appendSource(line.append(prefix).append("src="), tuple);
    appendDestination(line.append(' ').append(prefix).append("dst="), tuple);
    switch (tuple.protocolNumber()) {
      case 1, 58 -> { // IPPROTO_ICMP, IPPROTO_ICMPV6
        line.append(" type=").append(tuple.icmpType());
        line.append(" code=").append(tuple.icmpCode()).append(" id=").append(tuple.icmpId());
      }
      case 47 -> { // IPPROTO_GRE
        appendHex(line.append(" srckey=0x"), tuple.sourcePort());
        appendHex(line.append(" dstkey=0x"), tuple.destinationPort());
      }
      case 6, 17, 33, 132, 136 -> { // IPPROTO_TCP, _UDP, _DCCP, _SCTP, _UDPLITE
        line.append(" sport=").append(tuple.sourcePort());
        line.append(" dport=").append(tuple.destinationPort());
      }
      default -> {}
    }
  }

  static StringBuilder appendSource(StringBuilder text, TupleView tuple) {
    IpAddress.append(text, tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
    return text;
  }

  static StringBuilder appendDestination(StringBuilder text, TupleView tuple) {
    IpAddress.append(text, tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
    return text;
  }

  /** Appends a GRE key, 0 to 65535. */
  static void appendHex(StringBuilder line, int key) {
    int shift = key > 0xfff ? 12 : key > 0xff ? 8 : key > 0xf ? 4 : 0;
    for (; shift >= 0; shift -= 4) {
      line.append(Character.forDigit(key >>> shift & 0xf, 16));
    }
  }
}
