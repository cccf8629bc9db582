package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpPrefix;
import io.conntrack.TupleView;

/**
 * Selects by an address. Immutable.
 *
 * @param selector which end of which tuple
 * @param prefix where that address must lie
 */
public record AddressIn(Selector selector, IpPrefix prefix) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return switch (selector) {
      case ORIGINAL_SOURCE -> source(flow.original());
      case ORIGINAL_DESTINATION -> destination(flow.original());
      case REPLY_SOURCE -> source(flow.reply());
      case REPLY_DESTINATION -> destination(flow.reply());
      case ANY ->
          source(flow.original())
              || destination(flow.original())
              || source(flow.reply())
              || destination(flow.reply());
    };
  }

  private boolean source(TupleView tuple) {
    return prefix.contains(tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
  }

  private boolean destination(TupleView tuple) {
    return prefix.contains(tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
  }

  @Override
  public String toString() {
    return selector.addressWords() + " " + prefix;
  }
}
