package io.conntrack.mirror;

import io.conntrack.IpFamily;
import io.conntrack.Tuple;
import io.conntrack.TupleView;
import java.util.SplittableRandom;

/**
 * Hashes and compares the keys of an index: a tuple and the zone in which its packets are looked
 * up.
 *
 * <p>Traffic comes in runs of neighbouring ports and addresses, and some of it is chosen by people
 * who wish a program ill. So every bit of a key reaches every bit of the hash, and each table mixes
 * in a random number of its own.
 */
final class TupleHash {

  private final long seed;

  TupleHash() {
    this(new SplittableRandom().nextLong());
  }

  TupleHash(long seed) {
    this.seed = seed;
  }

  int of(TupleView tuple, int zoneId) {
    long bits = seed + ((long) zoneId << 8) + tuple.protocolNumber();
    if (tuple.family() == IpFamily.IPV6) {
      bits = mix(mix(bits ^ tuple.sourceHigh()) + tuple.destinationHigh());
      bits = mix(bits ^ tuple.sourceLow());
      bits = mix(bits + tuple.destinationLow());
    } else {
      bits = mix(bits ^ (tuple.sourceLow() << 32 | tuple.destinationLow()));
    }
    return (int) (mix(bits ^ layer4(tuple)) >>> 32);
  }

  /** The two rounds of a well-known 64-bit finalizer. */
  private static long mix(long value) {
    long bits = value;
    bits = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
    return bits ^ bits >>> 33;
  }

  private static long layer4(TupleView tuple) {
    if (tuple.hasPorts()) {
      return (long) tuple.sourcePort() << 16 | tuple.destinationPort() | 1L << 32;
    }
    if (tuple.hasIcmp()) {
      return (long) tuple.icmpId() << 16 | tuple.icmpType() << 8 | tuple.icmpCode() | 1L << 33;
    }
    return 0;
  }

  /** Says whether both are the same tuple; the first one may be a view of any kind. */
  static boolean isSame(TupleView tuple, Tuple other) {
    return layer4(tuple) == layer4(other)
        && tuple.sourceLow() == other.sourceLow()
        && tuple.destinationLow() == other.destinationLow()
        && tuple.protocolNumber() == other.protocolNumber()
        && tuple.sourceHigh() == other.sourceHigh()
        && tuple.destinationHigh() == other.destinationHigh()
        && tuple.family() == other.family();
  }
}
