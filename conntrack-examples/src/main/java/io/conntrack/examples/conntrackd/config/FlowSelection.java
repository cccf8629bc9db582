package io.conntrack.examples.conntrackd.config;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.TcpState;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Has;
import io.conntrack.filter.Selector;
import io.conntrack.filter.StateIn;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which flows are followed, the {@code Filter} clause: a flow has to pass all sets that there are.
 * Immutable.
 *
 * @param inKernel whether the kernel tests events, {@code From Kernelspace}
 * @param protocols the set of protocols, absent if there is none
 * @param addresses the set of addresses, absent if there is none; a flow's are the source of the
 *     original and of the reply direction: the real end points, whatever is translated
 * @param states the set of TCP states, absent if there is none; flows without one pass it
 */
public record FlowSelection(
    boolean inKernel,
    Optional<Choice<Protocol>> protocols,
    Optional<Choice<IpPrefix>> addresses,
    Optional<Choice<TcpState>> states) {

  /** Selects every flow. */
  public static final FlowSelection ALL =
      new FlowSelection(false, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A set and what to do with its members. Immutable.
   *
   * @param accepts whether flows pass that are in it; otherwise those that are not
   * @param members what is in it
   */
  public record Choice<T>(boolean accepts, Set<T> members) {

    /** Copies the members. */
    public Choice {
      members = Set.copyOf(members);
    }

    private FlowFilter toFilter(Function<Set<T>, FlowFilter> membership) {
      if (members.isEmpty()) {
        return accepts ? FlowFilter.any().not() : FlowFilter.any();
      }
      return accepts ? membership.apply(members) : membership.apply(members).not();
    }
  }

  /** Returns the selection as an expression, which the kernel can test too. */
  public FlowFilter toFilter() {
    FlowFilter filter = FlowFilter.any();
    if (protocols.isPresent()) {
      filter = filter.and(protocols.get().toFilter(FlowSelection::isOneOf));
    }
    if (addresses.isPresent()) {
      filter = filter.and(addresses.get().toFilter(FlowSelection::hasEndIn));
    }
    if (states.isPresent()) {
      filter = filter.and(states.get().toFilter(FlowSelection::isIn).or(hasNoState()));
    }
    return filter;
  }

  private static FlowFilter isOneOf(Set<Protocol> protocols) {
    return FlowFilter.protocol(protocols.toArray(Protocol[]::new));
  }

  private static FlowFilter hasEndIn(Set<IpPrefix> prefixes) {
    IpPrefix[] all = prefixes.toArray(IpPrefix[]::new);
    return AddressIn.of(Selector.ANY_SOURCE, all);
  }

  private static FlowFilter isIn(Set<TcpState> states) {
    return StateIn.tcp(states.toArray(TcpState[]::new));
  }

  private static FlowFilter hasNoState() {
    return new Has(FlowAttribute.TCP_STATE).not();
  }
}
