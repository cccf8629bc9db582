package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpPrefix;
import io.conntrack.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * Selects by an address: {@code src 10.0.0.0/8}, {@code any addr 192.0.2.1,2001:db8::/32}.
 * Immutable.
 *
 * @param selector which ends of which tuples
 * @param prefixes where one of their addresses must lie
 */
public record AddressIn(Selector selector, PrefixSet prefixes) implements FlowFilter {

  /**
   * Selects by an address.
   *
   * @throws IllegalArgumentException if there is no prefix
   */
  public static AddressIn of(Selector selector, IpPrefix... prefixes) {
    return new AddressIn(selector, PrefixSet.of(prefixes));
  }

  @Override
  public boolean test(FlowView flow) {
    int original = selector.endsOfOriginal();
    int reply = selector.endsOfReply();
    int master = selector.endsOfMaster();
    return (original != 0 && fits(flow.original(), original))
        || (reply != 0 && fits(flow.reply(), reply))
        || (master != 0 && fits(flow.masterTuple(), master));
  }

  private boolean fits(@Nullable TupleView tuple, int ends) {
    if (tuple == null) {
      return false;
    }
    Networks networks = prefixes.of(tuple.family());
    if (networks.isEmpty()) {
      return false;
    }
    return ((ends & Selector.SOURCE) != 0
            && networks.contain(tuple.sourceHigh(), tuple.sourceLow()))
        || ((ends & Selector.DESTINATION) != 0
            && networks.contain(tuple.destinationHigh(), tuple.destinationLow()));
  }

  @Override
  public String toString() {
    return selector.addressWords() + " " + prefixes;
  }
}
