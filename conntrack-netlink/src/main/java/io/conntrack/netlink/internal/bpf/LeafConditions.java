package io.conntrack.netlink.internal.bpf;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.FamilyIs;
import io.conntrack.filter.Has;
import io.conntrack.filter.HelperIs;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.IdIn;
import io.conntrack.filter.LabelIn;
import io.conntrack.filter.MarkIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.NumberSet;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.ProtocolIn;
import io.conntrack.filter.QuantityIs;
import io.conntrack.filter.SctpTagIn;
import io.conntrack.filter.SecurityContextIs;
import io.conntrack.filter.StateIn;
import io.conntrack.filter.StatusIs;
import io.conntrack.filter.ZoneIn;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what the leaves of a filter ask of an event of a host. Immutable.
 *
 * <p>A program cannot tell how old a flow is, since it has no clock, nor add up 64-bit counters,
 * nor run a program's own code.
 */
final class LeafConditions {

  private final ByteOrder hostOrder;

  LeafConditions(ByteOrder hostOrder) {
    this.hostOrder = hostOrder;
  }

  /** Returns the condition that holds where the leaf selects; absent if a program cannot tell. */
  Optional<Condition> of(FlowFilter leaf) {
    return ofTuples(leaf).or(() -> ofNumbers(leaf)).or(() -> ofTextsAndBits(leaf));
  }

  private static Optional<Condition> ofTuples(FlowFilter leaf) {
    if (leaf instanceof FamilyIs family) {
      return Optional.of(new Condition.OfFamily(family.family()));
    }
    if (leaf instanceof ProtocolIn protocol) {
      return Optional.of(TupleConditions.protocol(EventAttributes.ORIGINAL, protocol.numbers()));
    }
    if (leaf instanceof AddressIn address) {
      return Optional.of(TupleConditions.address(address));
    }
    if (leaf instanceof PortIn port) {
      return Optional.of(TupleConditions.port(port));
    }
    if (leaf instanceof IcmpIn icmp) {
      return Optional.of(TupleConditions.icmp(icmp));
    }
    if (leaf instanceof Natted natted) {
      return Optional.of(TupleConditions.translated(natted.kind()));
    }
    return leaf instanceof ZoneIn zone ? Optional.of(zone(zone)) : Optional.empty();
  }

  private static Optional<Condition> ofNumbers(FlowFilter leaf) {
    if (leaf instanceof MarkIn mark) {
      return Optional.of(zeroIfAbsent(EventAttributes.MARK.word(0), mark.mask(), mark.values()));
    }
    if (leaf instanceof StatusIs status) {
      NumberSet bits = NumberSet.of(Integer.toUnsignedLong(status.bits()));
      return Optional.of(zeroIfAbsent(EventAttributes.STATUS.word(0), status.mask(), bits));
    }
    if (leaf instanceof IdIn id) {
      return Optional.of(EventAttributes.ID.word(0).in(id.ids()));
    }
    if (leaf instanceof StateIn state) {
      return Optional.of(state(state.tracker()).octet(0).in(state.states()));
    }
    if (leaf instanceof SctpTagIn tag) {
      return Optional.of(EventAttributes.sctpTag(tag.direction()).word(0).in(tag.tags()));
    }
    return leaf instanceof QuantityIs quantity ? quantity(quantity) : Optional.empty();
  }

  private Optional<Condition> ofTextsAndBits(FlowFilter leaf) {
    if (leaf instanceof HelperIs helper) {
      return WideConditions.text(EventAttributes.HELPER, helper.name(), hostOrder);
    }
    if (leaf instanceof SecurityContextIs context) {
      return WideConditions.text(EventAttributes.SECURITY_CONTEXT, context.name(), hostOrder);
    }
    if (leaf instanceof LabelIn label) {
      return Optional.of(WideConditions.labels(label.match(), label.labels(), hostOrder));
    }
    return leaf instanceof Has has ? Optional.of(carries(has.attribute())) : Optional.empty();
  }

  private static Condition zeroIfAbsent(Word word, int mask, NumberSet values) {
    return new Condition.WordIn(word, mask, values, values.contains(0));
  }

  private static Condition carries(FlowAttribute carried) {
    return Condition.oneOf(EventAttributes.of(carried).map(Condition.Present::new));
  }

  private static Attribute state(StateIn.Tracker tracker) {
    return switch (tracker) {
      case TCP -> EventAttributes.TCP_STATE;
      case SCTP -> EventAttributes.SCTP_STATE;
      case DCCP -> EventAttributes.DCCP_STATE;
    };
  }

  /** A flow has at most one zone, of both directions or of one. */
  private static Condition zone(ZoneIn leaf) {
    Stream<Attribute> places =
        switch (leaf.scope()) {
          case FLOW ->
              Stream.of(
                  EventAttributes.ZONE,
                  EventAttributes.ORIGINAL.zone(),
                  EventAttributes.REPLY.zone());
          case ORIGINAL -> Stream.of(EventAttributes.ZONE, EventAttributes.ORIGINAL.zone());
          case REPLY -> Stream.of(EventAttributes.ZONE, EventAttributes.REPLY.zone());
        };
    NumberSet zones = leaf.zones();
    Stream<Condition> each = places.map(zone -> zeroIfAbsent(zone.half(), -1, zones));
    return zones.contains(0) ? Condition.all(each) : Condition.oneOf(each);
  }

  private static Optional<Condition> quantity(QuantityIs leaf) {
    return switch (leaf.quantity()) {
      case TIMEOUT -> Optional.of(WideConditions.compared(EventAttributes.TIMEOUT, leaf));
      case USE -> Optional.of(WideConditions.compared(EventAttributes.USE, leaf));
      case ORIGINAL_PACKETS ->
          Optional.of(WideConditions.compared(EventAttributes.packets(Direction.ORIGINAL), leaf));
      case REPLY_PACKETS ->
          Optional.of(WideConditions.compared(EventAttributes.packets(Direction.REPLY), leaf));
      case ORIGINAL_BYTES ->
          Optional.of(WideConditions.compared(EventAttributes.bytes(Direction.ORIGINAL), leaf));
      case REPLY_BYTES ->
          Optional.of(WideConditions.compared(EventAttributes.bytes(Direction.REPLY), leaf));
      case PACKETS, BYTES -> Optional.empty();
    };
  }
}
