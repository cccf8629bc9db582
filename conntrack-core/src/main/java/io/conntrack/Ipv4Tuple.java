package io.conntrack;

/** A tuple of IPv4 addresses; a class of its own so that a million of them stay small. */
final class Ipv4Tuple extends Tuple {

  private final int source;
  private final int destination;

  Ipv4Tuple(TupleView view) {
    super(view);
    this.source = (int) view.sourceLow();
    this.destination = (int) view.destinationLow();
  }

  @Override
  public IpFamily family() {
    return IpFamily.IPV4;
  }

  @Override
  public long sourceHigh() {
    return 0;
  }

  @Override
  public long sourceLow() {
    return Integer.toUnsignedLong(source);
  }

  @Override
  public long destinationHigh() {
    return 0;
  }

  @Override
  public long destinationLow() {
    return Integer.toUnsignedLong(destination);
  }
}
