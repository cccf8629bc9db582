package io.conntrack.examples.cli;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Zone;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Comparison;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.Has;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.IdIn;
import io.conntrack.filter.LabelIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.NumberSet;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.PrefixSet;
import io.conntrack.filter.Quantity;
import io.conntrack.filter.QuantityIs;
import io.conntrack.filter.SctpTagIn;
import io.conntrack.filter.Selector;
import io.conntrack.filter.StateIn;
import io.conntrack.filter.ZoneIn;
import io.conntrack.filter.ZoneIn.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Turns arguments into the filter of the flows that a command is about: all that was given must
 * match.
 */
final class Selection {

  private final Arguments arguments;
  private final List<FlowFilter> conditions = new ArrayList<>();

  private Selection(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Returns the filter of a command that looks for flows.
   *
   * @throws UsageException if no flow can match
   */
  static FlowFilter of(Arguments arguments) {
    Selection selection = new Selection(arguments);
    try {
      selection.addIdentity();
      if (!arguments.command().filter(Command.UPDATE::equals).isPresent()) {
        selection.addProperties(); // which an update sets
      }
      FlowFilter filter =
          selection.conditions.stream().reduce(FlowFilter::and).orElse(FlowFilter.any());
      Contradiction.refuse(filter);
      return filter;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  private void addIdentity() {
    arguments.family().map(FlowFilter::family).ifPresent(conditions::add);
    arguments.protocol().map(FlowFilter::protocol).ifPresent(conditions::add);
    addMaskable(Option.SOURCE, Option.MASK_SOURCE, Selector.ORIGINAL_SOURCE);
    addMaskable(Option.DESTINATION, Option.MASK_DESTINATION, Selector.ORIGINAL_DESTINATION);
    addAddress(Option.REPLY_SOURCE, Selector.REPLY_SOURCE);
    addAddress(Option.REPLY_DESTINATION, Selector.REPLY_DESTINATION);
    addPort(Option.SOURCE_PORT, Selector.ORIGINAL_SOURCE);
    addPort(Option.DESTINATION_PORT, Selector.ORIGINAL_DESTINATION);
    addPort(Option.REPLY_SOURCE_PORT, Selector.REPLY_SOURCE);
    addPort(Option.REPLY_DESTINATION_PORT, Selector.REPLY_DESTINATION);
    addPort(Option.SOURCE_KEY, Selector.ORIGINAL_SOURCE);
    addPort(Option.DESTINATION_KEY, Selector.ORIGINAL_DESTINATION);
    addPort(Option.REPLY_SOURCE_KEY, Selector.REPLY_SOURCE);
    addPort(Option.REPLY_DESTINATION_KEY, Selector.REPLY_DESTINATION);
    addIcmp(Option.ICMP_TYPE, Option.ICMPV6_TYPE, IcmpIn.Field.TYPE);
    addIcmp(Option.ICMP_CODE, Option.ICMPV6_CODE, IcmpIn.Field.CODE);
    addIcmp(Option.ICMP_ID, Option.ICMPV6_ID, IcmpIn.Field.ID);
    addNumber(Option.ZONE, id -> zone(Scope.FLOW, FlowAttribute.ZONE, id));
    addNumber(Option.ORIGINAL_ZONE, id -> zone(Scope.ORIGINAL, FlowAttribute.ORIGINAL_ZONE, id));
    addNumber(Option.REPLY_ZONE, id -> zone(Scope.REPLY, FlowAttribute.REPLY_ZONE, id));
    addNumber(Option.ID, id -> IdIn.of(FlowId.of((int) id)));
    addNat(Option.SOURCE_NAT, Natted.Kind.SOURCE);
    addNat(Option.DESTINATION_NAT, Natted.Kind.DESTINATION);
    addNat(Option.ANY_NAT, Natted.Kind.ANY);
    if (arguments.has(Option.LABEL)) {
      conditions.add(LabelIn.all(arguments.labels(Option.LABEL)));
    }
    if (arguments.has(Option.FILTER)) {
      conditions.add(arguments.filter());
    }
  }

  private void addProperties() {
    addNumber(Option.MARK, bits -> FlowFilter.mark((int) bits, arguments.markMask()));
    addStatus();
    addNumber(Option.STATE, this::state);
    addNumber(
        Option.TIMEOUT, seconds -> new QuantityIs(Quantity.TIMEOUT, Comparison.EQUAL, seconds));
    addNumber(Option.ORIGINAL_TAG, tag -> SctpTagIn.of(Direction.ORIGINAL, tag));
    addNumber(Option.REPLY_TAG, tag -> SctpTagIn.of(Direction.REPLY, tag));
  }

  private void addAddress(Option option, Selector selector) {
    arguments.address(option).ifPresent(prefix -> conditions.add(AddressIn.of(selector, prefix)));
  }

  /** An address counts as far as the mask reaches that may be given, too. */
  private void addMaskable(Option option, Option mask, Selector selector) {
    Optional<IpPrefix> bits = arguments.address(mask);
    if (bits.isEmpty() || arguments.address(option).isEmpty()) {
      addAddress(option, selector);
      return;
    }
    IpAddress address = arguments.address(option).get().address();
    conditions.add(AddressMask.filter(selector, address, bits.get().address()));
  }

  /** A flow counts as translated once the kernel has seen to its translation. */
  private void addNat(Option option, Natted.Kind kind) {
    if (arguments.has(option)) {
      conditions.add(translated(option, kind));
    }
  }

  private FlowFilter translated(Option option, Natted.Kind kind) {
    if (kind == Natted.Kind.ANY) {
      return translated(option, Natted.Kind.SOURCE).or(translated(option, Natted.Kind.DESTINATION));
    }
    Natted natted = new Natted(kind);
    FlowFilter done =
        FlowFilter.status(
            kind == Natted.Kind.SOURCE ? Status.SOURCE_NAT_DONE : Status.DESTINATION_NAT_DONE);
    if (arguments.address(option).isEmpty()) {
      return done.and(natted);
    }
    PrefixSet address = PrefixSet.of(arguments.address(option).get());
    OptionalLong port = arguments.number(option);
    return done.and(
        port.isPresent() ? natted.to(address, NumberSet.of(port.getAsLong())) : natted.to(address));
  }

  private void addPort(Option option, Selector selector) {
    addNumber(option, port -> PortIn.of(selector, port));
  }

  private void addIcmp(Option option, Option option6, IcmpIn.Field field) {
    addNumber(option, value -> IcmpIn.of(Protocol.ICMP, field, value));
    addNumber(option6, value -> IcmpIn.of(Protocol.ICMPV6, field, value));
  }

  private void addNumber(Option option, LongFunction<FlowFilter> filter) {
    arguments.number(option).ifPresent(number -> conditions.add(filter.apply(number)));
  }

  /** The option belongs to a protocol, which is given therefore. */
  private FlowFilter state(long number) {
    return Stream.of(StateIn.Tracker.values())
        .filter(tracker -> arguments.protocol().filter(tracker.protocol()::equals).isPresent())
        .map(tracker -> (FlowFilter) StateIn.of(tracker, number))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The zone of both directions, or of a single one: a flow that has one in the other way counts as
   * zone 0.
   */
  private static FlowFilter zone(Scope scope, FlowAttribute attribute, long id) {
    Has present = new Has(attribute);
    return id == 0 ? present.not() : ZoneIn.of(scope, Zone.of((int) id)).and(present);
  }

  private void addStatus() {
    StatusList status = arguments.status();
    if (arguments.has(Option.STATUS) && status.isEmpty()) {
      throw new OperationFailedException("invalid parameters", "`-u' names no bit to look for");
    }
    if (status.set() != 0) {
      conditions.add(FlowFilter.status(Status.of(status.set())));
    }
    if (status.clear() != 0) {
      conditions.add(FlowFilter.statusUnset(Status.of(status.clear())));
    }
  }
}
