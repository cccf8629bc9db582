package io.conntrack.spi;

import io.conntrack.IpFamily;
import io.conntrack.TupleView;

/**
 * A tuple that is filled again and again without allocating. Not thread-safe; confine to one
 * thread.
 *
 * <p>Setters take the bits as the wire has them and keep the width of their field; they check
 * nothing else. {@link #clear()} makes it empty: IPv4, no ports, all zero.
 */
public final class TupleBuffer implements TupleView {

  private IpFamily family = IpFamily.IPV4;
  private int protocol;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private boolean ports;
  private boolean icmp;
  private int first; // source port, or ICMP id
  private int second; // destination port, or ICMP type and code

  /** Makes an empty tuple. */
  public TupleBuffer() {}

  /** Empties this tuple. */
  public void clear() {
    family = IpFamily.IPV4;
    protocol = 0;
    sourceHigh = 0;
    sourceLow = 0;
    destinationHigh = 0;
    destinationLow = 0;
    ports = false;
    icmp = false;
    first = 0;
    second = 0;
  }

  /** Makes this tuple equal to {@code other}. */
  public void copy(TupleView other) {
    clear();
    family = other.family();
    protocol = other.protocolNumber();
    source(other.sourceHigh(), other.sourceLow());
    destination(other.destinationHigh(), other.destinationLow());
    if (other.hasPorts()) {
      ports(other.sourcePort(), other.destinationPort());
    } else if (other.hasIcmp()) {
      icmp(other.icmpType(), other.icmpCode(), other.icmpId());
    }
  }

  /** Sets the family of both addresses. */
  public void family(IpFamily value) {
    family = value;
  }

  /** Sets the protocol number, 0 to 255. */
  public void protocol(int number) {
    protocol = number & 0xff;
  }

  /** Sets the source address as {@link io.conntrack.IpAddress#high()} and {@code low()} give it. */
  public void source(long high, long low) {
    sourceHigh = high;
    sourceLow = low;
  }

  /** Sets the destination address. */
  public void destination(long high, long low) {
    destinationHigh = high;
    destinationLow = low;
  }

  /** Gives the tuple these ports, 0 to 65535, instead of ICMP fields. */
  public void ports(int source, int destination) {
    ports = true;
    icmp = false;
    first = source & 0xffff;
    second = destination & 0xffff;
  }

  /** Gives the tuple this ICMP type and code, 0 to 255, and id, 0 to 65535, instead of ports. */
  public void icmp(int type, int code, int id) {
    icmp = true;
    ports = false;
    first = id & 0xffff;
    second = ((type & 0xff) << 8) | (code & 0xff);
  }

  @Override
  public IpFamily family() {
    return family;
  }

  @Override
  public int protocolNumber() {
    return protocol;
  }

  @Override
  public long sourceHigh() {
    return sourceHigh;
  }

  @Override
  public long sourceLow() {
    return sourceLow;
  }

  @Override
  public long destinationHigh() {
    return destinationHigh;
  }

  @Override
  public long destinationLow() {
    return destinationLow;
  }

  @Override
  public boolean hasPorts() {
    return ports;
  }

  @Override
  public boolean hasIcmp() {
    return icmp;
  }

  @Override
  public int sourcePort() {
    return ports ? first : 0;
  }

  @Override
  public int destinationPort() {
    return ports ? second : 0;
  }

  @Override
  public int icmpType() {
    return icmp ? second >>> 8 : 0;
  }

  @Override
  public int icmpCode() {
    return icmp ? second & 0xff : 0;
  }

  @Override
  public int icmpId() {
    return icmp ? first : 0;
  }

  /** Returns the text of the tuple as {@link io.conntrack.Tuple} would write it. */
  @Override
  public String toString() {
    return io.conntrack.Tuple.copyOf(this).toString();
  }
}
