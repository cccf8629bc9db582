package io.conntrack.examples.cli;

import io.conntrack.FlowFilter;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.TupleView;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Selector;

/** The masks of {@code --mask-src} and {@code --mask-dst}, which need not be prefixes. */
final class AddressMask {

  private AddressMask() {}

  /**
   * Returns the filter of flows whose address agrees with another one in all bits of a mask.
   *
   * @param selector source or destination of the original direction
   */
  static FlowFilter filter(Selector selector, IpAddress address, IpAddress mask) {
    int ones = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    if (mask.equals(new IpPrefix(broadcast(mask.family()), ones).address())) {
      return AddressIn.of(selector, new IpPrefix(address, ones));
    }
    boolean isSource = selector == Selector.ORIGINAL_SOURCE;
    return FlowFilter.family(mask.family())
        .and(
            FlowFilter.of(
                flow -> {
                  TupleView tuple = flow.original();
                  long high = isSource ? tuple.sourceHigh() : tuple.destinationHigh();
                  long low = isSource ? tuple.sourceLow() : tuple.destinationLow();
                  return ((high ^ address.high()) & mask.high()) == 0
                      && ((low ^ address.low()) & mask.low()) == 0;
                }));
  }

  private static IpAddress broadcast(IpFamily family) {
    return family == IpFamily.IPV4
        ? IpAddress.of(family, 0, 0xffffffffL)
        : IpAddress.of(family, -1, -1);
  }
}
