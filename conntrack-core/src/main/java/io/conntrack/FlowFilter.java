package io.conntrack;

import io.conntrack.filter.AddressIn;
import io.conntrack.filter.AnyFlow;
import io.conntrack.filter.Both;
import io.conntrack.filter.Either;
import io.conntrack.filter.FamilyIs;
import io.conntrack.filter.MarkIs;
import io.conntrack.filter.Not;
import io.conntrack.filter.PortIs;
import io.conntrack.filter.ProtocolIs;
import io.conntrack.filter.Selector;
import io.conntrack.filter.StatusIs;
import io.conntrack.filter.UserFilter;
import io.conntrack.filter.ZoneIs;
import java.util.function.Predicate;

/**
 * Selects flows. Immutable; a filter of a user's own predicate is as thread-safe as that predicate.
 *
 * <p>A filter is an expression tree of leaves joined by {@link #and}, {@link #or} and {@link #not}.
 * It runs on the {@link FlowView} of a message, before any object is made of it. Without a
 * direction, {@code source} and {@code destination} are those of the original direction.
 */
public sealed interface FlowFilter
    permits AnyFlow,
        Both,
        Either,
        Not,
        ProtocolIs,
        FamilyIs,
        AddressIn,
        PortIs,
        MarkIs,
        StatusIs,
        ZoneIs,
        UserFilter {

  /** Says whether the flow is selected; allocates nothing. */
  boolean test(FlowView flow);

  /** Returns a filter of flows that both select. */
  default FlowFilter and(FlowFilter other) {
    return new Both(this, other);
  }

  /** Returns a filter of flows that one of both selects. */
  default FlowFilter or(FlowFilter other) {
    return new Either(this, other);
  }

  /** Returns a filter of flows that this one does not select. */
  default FlowFilter not() {
    return new Not(this);
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

  /** Selects flows of a protocol. */
  static FlowFilter protocol(Protocol protocol) {
    return new ProtocolIs(protocol);
  }

  /** Selects flows of a family. */
  static FlowFilter family(IpFamily family) {
    return new FamilyIs(family);
  }

  /**
   * Selects by the source of the original direction: an address or prefix such as {@code
   * 10.0.0.0/8}.
   */
  static FlowFilter source(String prefix) {
    return source(Direction.ORIGINAL, IpPrefix.parse(prefix));
  }

  /** Selects by the source of a direction. */
  static FlowFilter source(Direction direction, IpPrefix prefix) {
    return new AddressIn(
        direction == Direction.ORIGINAL ? Selector.ORIGINAL_SOURCE : Selector.REPLY_SOURCE, prefix);
  }

  /**
   * Selects by the destination of the original direction: an address or prefix such as {@code
   * 10.0.0.0/8}.
   */
  static FlowFilter destination(String prefix) {
    return destination(Direction.ORIGINAL, IpPrefix.parse(prefix));
  }

  /** Selects by the destination of a direction. */
  static FlowFilter destination(Direction direction, IpPrefix prefix) {
    return new AddressIn(
        direction == Direction.ORIGINAL
            ? Selector.ORIGINAL_DESTINATION
            : Selector.REPLY_DESTINATION,
        prefix);
  }

  /**
   * Selects flows that have an address of this prefix as source or destination in either direction.
   */
  static FlowFilter anyAddress(String prefix) {
    return anyAddress(IpPrefix.parse(prefix));
  }

  /**
   * Selects flows that have an address of this prefix as source or destination in either direction.
   */
  static FlowFilter anyAddress(IpPrefix prefix) {
    return new AddressIn(Selector.ANY, prefix);
  }

  /**
   * Selects by the source port of the original direction, 0 to 65535; flows without ports are never
   * selected.
   */
  static FlowFilter sourcePort(int port) {
    return sourcePort(Direction.ORIGINAL, port);
  }

  /** Selects by the source port of a direction. */
  static FlowFilter sourcePort(Direction direction, int port) {
    return new PortIs(
        direction == Direction.ORIGINAL ? Selector.ORIGINAL_SOURCE : Selector.REPLY_SOURCE, port);
  }

  /**
   * Selects by the destination port of the original direction, 0 to 65535; flows without ports are
   * never selected.
   */
  static FlowFilter destinationPort(int port) {
    return destinationPort(Direction.ORIGINAL, port);
  }

  /** Selects by the destination port of a direction. */
  static FlowFilter destinationPort(Direction direction, int port) {
    return new PortIs(
        direction == Direction.ORIGINAL
            ? Selector.ORIGINAL_DESTINATION
            : Selector.REPLY_DESTINATION,
        port);
  }

  /** Selects flows that have this port as source or destination in either direction. */
  static FlowFilter anyPort(int port) {
    return new PortIs(Selector.ANY, port);
  }

  /** Selects flows with exactly this mark; a flow without a mark has mark 0. */
  static FlowFilter mark(int bits) {
    return new MarkIs(bits, -1);
  }

  /**
   * Selects flows whose mark bits under {@code mask} are {@code bits}.
   *
   * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}: no flow could
   *     match
   */
  static FlowFilter mark(int bits, int mask) {
    return new MarkIs(bits, mask);
  }

  /** Selects flows that have all these status bits. */
  static FlowFilter status(Status set) {
    return new StatusIs(set.bits(), set.bits());
  }

  /** Selects flows that have none of these status bits. */
  static FlowFilter statusUnset(Status unset) {
    return new StatusIs(0, unset.bits());
  }

  /**
   * Selects flows of a zone, whether it is that of both directions or of one; the default zone:
   * flows without any.
   */
  static FlowFilter zone(Zone zone) {
    return new ZoneIs(zone);
  }
}
