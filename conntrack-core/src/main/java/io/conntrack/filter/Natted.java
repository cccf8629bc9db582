package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Status;
import io.conntrack.TupleView;

/**
 * Selects flows whose packets are translated: {@code snat}, {@code dnat}, {@code natted}.
 * Immutable.
 *
 * <p>The source counts as translated if the kernel says so ({@code IPS_SRC_NAT}) or if the reply
 * does not go to where the original came from: another address, port, GRE key or ICMP id. The
 * destination counts as translated if the kernel says so ({@code IPS_DST_NAT}) or if the reply does
 * not come from where the original went to. Both signs are needed: a flow that a program created
 * with a translated reply tuple has no bit. The {@code _DONE} bits are no sign, they are set on
 * every flow once a NAT rule exists; the bits alone are {@code status src-nat} and the like.
 *
 * @param kind which end is translated
 */
public record Natted(Kind kind) implements FlowFilter {

  /** Tells the senses of translation apart. */
  public enum Kind {
    /** The source is translated: SNAT, masquerading. */
    SOURCE("snat"),
    /** The destination is translated: DNAT, redirection. */
    DESTINATION("dnat"),
    /** Source or destination is translated. */
    ANY("natted");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** Returns the filter of translated flows whose new address is one of these. */
  public FlowFilter to(PrefixSet addresses) {
    return switch (kind) {
      case SOURCE -> and(new AddressIn(Selector.REPLY_DESTINATION, addresses));
      case DESTINATION -> and(new AddressIn(Selector.REPLY_SOURCE, addresses));
      case ANY ->
          new Natted(Kind.SOURCE).to(addresses).or(new Natted(Kind.DESTINATION).to(addresses));
    };
  }

  /** Returns the filter of translated flows whose new address and port are among these. */
  public FlowFilter to(PrefixSet addresses, NumberSet ports) {
    return switch (kind) {
      case SOURCE -> to(addresses).and(new PortIn(Selector.REPLY_DESTINATION, ports));
      case DESTINATION -> to(addresses).and(new PortIn(Selector.REPLY_SOURCE, ports));
      case ANY ->
          new Natted(Kind.SOURCE)
              .to(addresses, ports)
              .or(new Natted(Kind.DESTINATION).to(addresses, ports));
    };
  }

  @Override
  public boolean test(FlowView flow) {
    return switch (kind) {
      case SOURCE -> isSourceTranslated(flow);
      case DESTINATION -> isDestinationTranslated(flow);
      case ANY -> isSourceTranslated(flow) || isDestinationTranslated(flow);
    };
  }

  private static boolean isSourceTranslated(FlowView flow) {
    if ((flow.statusBits() & Status.SOURCE_NAT.bits()) != 0) {
      return true;
    }
    TupleView original = flow.original();
    TupleView reply = flow.reply();
    return original.sourceLow() != reply.destinationLow()
        || original.sourceHigh() != reply.destinationHigh()
        || original.sourcePort() != reply.destinationPort()
        || original.icmpId() != reply.icmpId();
  }

  private static boolean isDestinationTranslated(FlowView flow) {
    if ((flow.statusBits() & Status.DESTINATION_NAT.bits()) != 0) {
      return true;
    }
    TupleView original = flow.original();
    TupleView reply = flow.reply();
    return original.destinationLow() != reply.sourceLow()
        || original.destinationHigh() != reply.sourceHigh()
        || original.destinationPort() != reply.sourcePort();
  }

  @Override
  public String toString() {
    return kind.word;
  }
}
