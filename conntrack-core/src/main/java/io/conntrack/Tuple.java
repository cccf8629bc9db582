package io.conntrack;

import io.conntrack.spi.TupleBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a flow: source and destination address and what layer 4 adds to them. Immutable.
 *
 * <p>A tuple has ports, or an ICMP type, code and id, or neither; its protocol decides which. The
 * original tuple and the zone identify a flow.
 */
public abstract sealed class Tuple implements TupleView permits Ipv4Tuple, Ipv6Tuple {

  private final int layer4; // source port and destination port, or ICMP id, type and code
  private final byte protocol;
  private final byte shape;

  Tuple(TupleView view) {
    this.protocol = (byte) view.protocolNumber();
    if (view.hasPorts()) {
      this.shape = Shape.PORTS;
      this.layer4 = view.sourcePort() << 16 | view.destinationPort();
    } else if (view.hasIcmp()) {
      this.shape = Shape.ICMP;
      this.layer4 = view.icmpId() << 16 | view.icmpType() << 8 | view.icmpCode();
    } else {
      this.shape = Shape.ADDRESSES;
      this.layer4 = 0;
    }
  }

  /** What a tuple has beside its addresses and protocol. */
  private static final class Shape {
    static final byte ADDRESSES = 0;
    static final byte PORTS = 1;
    static final byte ICMP = 2;
  }

  /** Returns the TCP tuple with these addresses and ports. */
  public static Tuple tcp(String source, int sourcePort, String destination, int destinationPort) {
    return of(
        Protocol.TCP,
        IpAddress.parse(source),
        sourcePort,
        IpAddress.parse(destination),
        destinationPort);
  }

  /** Returns the UDP tuple with these addresses and ports. */
  public static Tuple udp(String source, int sourcePort, String destination, int destinationPort) {
    return of(
        Protocol.UDP,
        IpAddress.parse(source),
        sourcePort,
        IpAddress.parse(destination),
        destinationPort);
  }

  /** Returns the SCTP tuple with these addresses and ports. */
  public static Tuple sctp(String source, int sourcePort, String destination, int destinationPort) {
    return of(
        Protocol.SCTP,
        IpAddress.parse(source),
        sourcePort,
        IpAddress.parse(destination),
        destinationPort);
  }

  /**
   * Returns the ICMP tuple of an echo or another query over IPv4, for example type 8 and code 0 for
   * a ping.
   */
  public static Tuple icmp(String source, String destination, int type, int code, int id) {
    return of(Protocol.ICMP, IpAddress.parse(source), IpAddress.parse(destination), type, code, id);
  }

  /**
   * Returns the ICMPv6 tuple of an echo or another query over IPv6, for example type 128 and code 0
   * for a ping.
   */
  public static Tuple icmpv6(String source, String destination, int type, int code, int id) {
    return of(
        Protocol.ICMPV6, IpAddress.parse(source), IpAddress.parse(destination), type, code, id);
  }

  /**
   * Returns a tuple with ports.
   *
   * @throws IllegalArgumentException if the families differ, a port is not in 0 to 65535, or the
   *     protocol has no ports
   */
  public static Tuple of(
      Protocol protocol,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort) {
    if (!protocol.hasPorts()) {
      throw new IllegalArgumentException(
          protocol + " has no ports - expected tcp, udp, udplite, sctp, dccp or gre");
    }
    TupleBuffer buffer = addresses(protocol, source, destination);
    buffer.ports(
        checkRange("source port", sourcePort, 65535),
        checkRange("destination port", destinationPort, 65535));
    return copyOf(buffer);
  }

  /**
   * Returns an ICMP tuple over IPv4 or an ICMPv6 tuple over IPv6.
   *
   * @throws IllegalArgumentException if the families differ or are not that of the protocol, a
   *     number is out of range, or the protocol is another one
   */
  public static Tuple of(
      Protocol protocol, IpAddress source, IpAddress destination, int type, int code, int id) {
    if (!protocol.isIcmp()) {
      throw new IllegalArgumentException(
          protocol + " has no type, code and id - expected icmp or icmpv6");
    }
    TupleBuffer buffer = addresses(protocol, source, destination);
    checkIcmpFamily(protocol, source, destination);
    buffer.icmp(
        checkRange("ICMP type", type, 255),
        checkRange("ICMP code", code, 255),
        checkRange("ICMP id", id, 65535));
    return copyOf(buffer);
  }

  private static void checkIcmpFamily(Protocol protocol, IpAddress source, IpAddress destination) {
    boolean v4 = protocol.equals(Protocol.ICMP);
    if (v4 != (source.family() == IpFamily.IPV4)) {
      throw new IllegalArgumentException(
          protocol
              + " "
              + source
              + "->"
              + destination
              + ": these addresses are "
              + source.family()
              + " - expected "
              + (v4 ? "ipv4 ones, or icmpv6" : "ipv6 ones, or icmp"));
    }
  }

  /**
   * Returns a tuple of addresses only, for a protocol that connection tracking knows nothing more
   * about, and for DCCP, of which Linux tracks no more since 6.17.
   *
   * @throws IllegalArgumentException if the families differ, or the kernel demands more for this
   *     protocol: ports, or a type, code and id
   */
  public static Tuple of(Protocol protocol, IpAddress source, IpAddress destination) {
    boolean needsPorts = protocol.hasPorts() && !protocol.equals(Protocol.DCCP);
    if (needsPorts || protocol.isIcmp()) {
      throw new IllegalArgumentException(
          protocol
              + " "
              + source
              + "->"
              + destination
              + " is incomplete - expected also "
              + (needsPorts ? "a source and a destination port" : "a type, a code and an id"));
    }
    return copyOf(addresses(protocol, source, destination));
  }

  private static TupleBuffer addresses(Protocol protocol, IpAddress source, IpAddress destination) {
    if (source.family() != destination.family()) {
      throw new IllegalArgumentException(
          "mixed address families: source "
              + source
              + " is "
              + source.family()
              + ", destination "
              + destination
              + " is "
              + destination.family()
              + " - a flow has one family");
    }
    TupleBuffer buffer = new TupleBuffer();
    buffer.family(source.family());
    buffer.protocol(protocol.number());
    buffer.source(source.high(), source.low());
    buffer.destination(destination.high(), destination.low());
    return buffer;
  }

  private static int checkRange(String what, int value, int limit) {
    if (value < 0 || value > limit) {
      throw new IllegalArgumentException(what + " " + value + " is out of range: 0 to " + limit);
    }
    return value;
  }

  /**
   * Returns an immutable tuple with the content of a view; a tuple is returned as it is.
   *
   * <p>Takes whatever the view has, also what {@link #of} refuses: a kernel may say more, or less,
   * of a protocol than this library knows.
   */
  public static Tuple copyOf(TupleView view) {
    if (view instanceof Tuple tuple) {
      return tuple;
    }
    return view.family() == IpFamily.IPV4 ? new Ipv4Tuple(view) : new Ipv6Tuple(view);
  }

  /**
   * Returns the tuple of the answers to this one: source and destination change places, an ICMP
   * query becomes its answer.
   *
   * @throws IllegalArgumentException for an ICMP type that connection tracking does not pair with
   *     another
   */
  public Tuple inverse() {
    TupleBuffer answer = addresses(protocol(), destination(), source());
    if (hasPorts()) {
      answer.ports(destinationPort(), sourcePort());
    } else if (hasIcmp()) {
      answer.icmp(IcmpTypes.answerTo(this), icmpCode(), icmpId());
    }
    return copyOf(answer);
  }

  /** Returns the protocol. */
  public Protocol protocol() {
    return Protocol.of(protocolNumber());
  }

  /** Returns the source address. */
  public IpAddress source() {
    return IpAddress.of(family(), sourceHigh(), sourceLow());
  }

  /** Returns the destination address. */
  public IpAddress destination() {
    return IpAddress.of(family(), destinationHigh(), destinationLow());
  }

  @Override
  public int protocolNumber() {
    return protocol & 0xff;
  }

  @Override
  public boolean hasPorts() {
    return shape == Shape.PORTS;
  }

  @Override
  public boolean hasIcmp() {
    return shape == Shape.ICMP;
  }

  @Override
  public int sourcePort() {
    return hasPorts() ? layer4 >>> 16 : 0;
  }

  @Override
  public int destinationPort() {
    return hasPorts() ? layer4 & 0xffff : 0;
  }

  @Override
  public int icmpType() {
    return hasIcmp() ? layer4 >>> 8 & 0xff : 0;
  }

  @Override
  public int icmpCode() {
    return hasIcmp() ? layer4 & 0xff : 0;
  }

  @Override
  public int icmpId() {
    return hasIcmp() ? layer4 >>> 16 : 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tuple that
        && layer4 == that.layer4
        && protocol == that.protocol
        && shape == that.shape
        && family() == that.family()
        && sourceLow() == that.sourceLow()
        && destinationLow() == that.destinationLow()
        && sourceHigh() == that.sourceHigh()
        && destinationHigh() == that.destinationHigh();
  }

  @Override
  public int hashCode() {
    long bits = mix(mix(sourceHigh()) + sourceLow());
    bits = mix(mix(bits + destinationHigh()) + destinationLow());
    return Long.hashCode(mix(bits + layer4) + protocol);
  }

  /** Spreads neighbouring values over all bits, so that a scan does not end in one bucket. */
  private static long mix(long bits) {
    return (bits ^ bits >>> 32) * 0x9e3779b97f4a7c15L;
  }

  /**
   * Returns for example {@code tcp 10.0.0.1:4711->192.0.2.1:443} or {@code icmp 10.0.0.1->10.0.0.2
   * type 8 code 0 id 7}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(64).append(protocol()).append(' ');
    appendEndpoint(text, source(), sourcePort()).append("->");
    appendEndpoint(text, destination(), destinationPort());
    if (hasIcmp()) {
      text.append(" type ")
          .append(icmpType())
          .append(" code ")
          .append(icmpCode())
          .append(" id ")
          .append(icmpId());
    }
    return text.toString();
  }

  private StringBuilder appendEndpoint(StringBuilder text, IpAddress address, int port) {
    if (!hasPorts()) {
      return address.appendTo(text);
    }
    if (family() == IpFamily.IPV4) {
      return address.appendTo(text).append(':').append(port);
    }
    return address.appendTo(text.append('[')).append("]:").append(port);
  }
}
