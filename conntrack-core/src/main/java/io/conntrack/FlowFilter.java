package io.conntrack;

import io.conntrack.filter.AddressIn;
import io.conntrack.filter.AgeIs;
import io.conntrack.filter.And;
import io.conntrack.filter.AnyFlow;
import io.conntrack.filter.FamilyIs;
import io.conntrack.filter.FilterParser;
import io.conntrack.filter.Has;
import io.conntrack.filter.HelperIs;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.IdIn;
import io.conntrack.filter.LabelIn;
import io.conntrack.filter.MarkIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.Not;
import io.conntrack.filter.Or;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.ProtocolIn;
import io.conntrack.filter.QuantityIs;
import io.conntrack.filter.SctpTagIn;
import io.conntrack.filter.SecurityContextIs;
import io.conntrack.filter.Selector;
import io.conntrack.filter.StateIn;
import io.conntrack.filter.StatusIs;
import io.conntrack.filter.UserFilter;
import io.conntrack.filter.ZoneIn;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Selects flows. Immutable; a filter of a user's own predicate is as thread-safe as that predicate.
 *
 * <p>A filter is an expression tree of leaves joined by {@link #and}, {@link #or} and {@link #not}.
 * It runs on the {@link FlowView} of a message, before any object is made of it. The factories here
 * are the common leaves; for the others see the types of {@link io.conntrack.filter}, each of which
 * has factories of its own. Without a direction, {@code source} and {@code destination} are those
 * of the original direction.
 *
 * <p>An absent mark, status or zone is 0 and absent labels are none, because the kernel leaves them
 * out when they are. Of any other absent attribute no leaf says that it fits, so {@code timeout <
 * 30s} does not select a flow without a timeout and {@code not timeout < 30s} does.
 */
public sealed interface FlowFilter
    permits AddressIn,
        AgeIs,
        And,
        AnyFlow,
        FamilyIs,
        Has,
        HelperIs,
        IcmpIn,
        IdIn,
        LabelIn,
        MarkIn,
        Natted,
        Not,
        Or,
        PortIn,
        ProtocolIn,
        QuantityIs,
        SctpTagIn,
        SecurityContextIs,
        StateIn,
        StatusIs,
        UserFilter,
        ZoneIn {

  /** Says whether the flow is selected; allocates nothing. */
  boolean test(FlowView flow);

  /** Returns a filter of flows that both select. */
  default FlowFilter and(FlowFilter other) {
    return new And(List.of(this, other));
  }

  /** Returns a filter of flows that one of both selects. */
  default FlowFilter or(FlowFilter other) {
    return new Or(List.of(this, other));
  }

  /** Returns a filter of flows that this one does not select. */
  default FlowFilter not() {
    return new Not(this);
  }

  /**
   * Reads a filter from text that reads like tcpdump's and {@code conntrack}'s: {@code tcp and orig
   * dst net 10.0.0.0/8 and dport 443 and not assured}. {@link FilterParser} describes the language;
   * the text of every filter but a user's own predicate is in it.
   *
   * @throws io.conntrack.filter.FilterSyntaxException if the text is no filter; the message shows
   *     the place and what was expected there
   */
  static FlowFilter parse(String text) {
    return FilterParser.parse(text, InstantSource.system());
  }

  /** Selects every flow. */
  static FlowFilter any() {
    return AnyFlow.INSTANCE;
  }

  /**
   * Selects what a program's own code selects. It must not keep the view, and an exception it
   * throws ends the operation.
   */
  static FlowFilter of(Predicate<? super FlowView> predicate) {
    return new UserFilter(predicate);
  }

  /**
   * Selects flows of one of these protocols.
   *
   * @throws IllegalArgumentException if none is given
   */
  static FlowFilter protocol(Protocol... protocols) {
    return ProtocolIn.of(protocols);
  }

  /** Selects flows of a family. */
  static FlowFilter family(IpFamily family) {
    return new FamilyIs(family);
  }

  /**
   * Selects by the source of the original direction: an address or prefix such as {@code
   * 10.0.0.0/8}.
   *
   * @throws IllegalArgumentException if the text is neither; the message quotes it
   */
  static FlowFilter source(String prefix) {
    return AddressIn.of(Selector.ORIGINAL_SOURCE, IpPrefix.parse(prefix));
  }

  /**
   * Selects by the destination of the original direction: an address or prefix such as {@code
   * 10.0.0.0/8}.
   *
   * @throws IllegalArgumentException if the text is neither; the message quotes it
   */
  static FlowFilter destination(String prefix) {
    return AddressIn.of(Selector.ORIGINAL_DESTINATION, IpPrefix.parse(prefix));
  }

  /**
   * Selects flows that have an address of this prefix as source or destination in either direction.
   *
   * @throws IllegalArgumentException if the text is no address or prefix; the message quotes it
   */
  static FlowFilter anyAddress(String prefix) {
    return AddressIn.of(Selector.ANY, IpPrefix.parse(prefix));
  }

  /**
   * Selects by the source port of the original direction, 0 to 65535; flows without ports are never
   * selected.
   *
   * @throws IllegalArgumentException if the port is out of range
   */
  static FlowFilter sourcePort(int port) {
    return PortIn.of(Selector.ORIGINAL_SOURCE, port);
  }

  /**
   * Selects by the destination port of the original direction, 0 to 65535; flows without ports are
   * never selected.
   *
   * @throws IllegalArgumentException if the port is out of range
   */
  static FlowFilter destinationPort(int port) {
    return PortIn.of(Selector.ORIGINAL_DESTINATION, port);
  }

  /**
   * Selects flows that have this port, 0 to 65535, as source or destination in either direction.
   *
   * @throws IllegalArgumentException if the port is out of range
   */
  static FlowFilter anyPort(int port) {
    return PortIn.of(Selector.ANY, port);
  }

  /** Selects flows with exactly this mark; a flow without a mark has mark 0. */
  static FlowFilter mark(int bits) {
    return MarkIn.of(bits, -1);
  }

  /**
   * Selects flows whose mark bits under {@code mask} are {@code bits}.
   *
   * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}: no flow could
   *     match
   */
  static FlowFilter mark(int bits, int mask) {
    return MarkIn.of(bits, mask);
  }

  /**
   * Selects flows that have all these status bits.
   *
   * @throws IllegalArgumentException if none is given
   */
  static FlowFilter status(Status set) {
    return StatusIs.set(set);
  }

  /**
   * Selects flows that have none of these status bits.
   *
   * @throws IllegalArgumentException if none is given
   */
  static FlowFilter statusUnset(Status unset) {
    return StatusIs.unset(unset);
  }

  /**
   * Selects flows of a zone, whether it is that of both directions or of one; the default zone:
   * flows without any.
   */
  static FlowFilter zone(Zone zone) {
    return ZoneIn.of(ZoneIn.Scope.FLOW, zone);
  }

  /** Selects flows whose source or destination is translated, see {@link Natted}. */
  static FlowFilter natted() {
    return new Natted(Natted.Kind.ANY);
  }
}
