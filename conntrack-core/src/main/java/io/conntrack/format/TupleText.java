package io.conntrack.format;

import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.TupleView;

/** Writes tuples as {@code src=… dst=…} with what layer 4 adds, without allocating. */
final class TupleText {

  private TupleText() {}

  static void append(StringBuilder line, TupleView tuple) {
    IpAddress.append(line.append("src="), tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
    IpAddress.append(
        line.append(" dst="), tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
    if (tuple.hasIcmp()) {
      line.append(" type=").append(tuple.icmpType());
      line.append(" code=").append(tuple.icmpCode()).append(" id=").append(tuple.icmpId());
    } else if (tuple.hasPorts() && tuple.protocolNumber() == Protocol.GRE.number()) {
      appendHex(line.append(" srckey=0x"), tuple.sourcePort());
      appendHex(line.append(" dstkey=0x"), tuple.destinationPort());
    } else if (tuple.hasPorts()) {
      line.append(" sport=")
          .append(tuple.sourcePort())
          .append(" dport=")
          .append(tuple.destinationPort());
    }
  }

  private static void appendHex(StringBuilder line, int key) {
    int shift = key > 0xfff ? 12 : key > 0xff ? 8 : key > 0xf ? 4 : 0;
    for (; shift >= 0; shift -= 4) {
      line.append(Character.forDigit(key >>> shift & 0xf, 16));
    }
  }
}
