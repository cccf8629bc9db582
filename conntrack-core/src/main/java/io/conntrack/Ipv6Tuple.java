package io.conntrack;

/** A tuple of IPv6 addresses. */
final class Ipv6Tuple extends Tuple {

  private final long sourceHigh;
  private final long sourceLow;
  private final long destinationHigh;
  private final long destinationLow;

  Ipv6Tuple(TupleView view) {
    super(view);
    this.sourceHigh = view.sourceHigh();
    this.sourceLow = view.sourceLow();
    this.destinationHigh = view.destinationHigh();
    this.destinationLow = view.destinationLow();
  }

  @Override
  public IpFamily family() {
    return IpFamily.IPV6;
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
}
