package io.conntrack.examples.cli;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpPrefix;
import io.conntrack.Status;
import io.conntrack.TupleView;
import io.conntrack.Zone;
import io.conntrack.filter.Contradiction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

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
    addAddress(Option.SOURCE, Direction.ORIGINAL, FlowFilter::source);
    addAddress(Option.DESTINATION, Direction.ORIGINAL, FlowFilter::destination);
    addAddress(Option.REPLY_SOURCE, Direction.REPLY, FlowFilter::source);
    addAddress(Option.REPLY_DESTINATION, Direction.REPLY, FlowFilter::destination);
    addPorts(Option.SOURCE_PORT, Option.DESTINATION_PORT, Direction.ORIGINAL);
    addPorts(Option.REPLY_SOURCE_PORT, Option.REPLY_DESTINATION_PORT, Direction.REPLY);
    addPorts(Option.SOURCE_KEY, Option.DESTINATION_KEY, Direction.ORIGINAL);
    addPorts(Option.REPLY_SOURCE_KEY, Option.REPLY_DESTINATION_KEY, Direction.REPLY);
    addIcmp(Option.ICMP_TYPE, Option.ICMPV6_TYPE, TupleView::icmpType);
    addIcmp(Option.ICMP_CODE, Option.ICMPV6_CODE, TupleView::icmpCode);
    addIcmp(Option.ICMP_ID, Option.ICMPV6_ID, TupleView::icmpId);
    addNumber(Option.ZONE, Selection::zone);
  }

  private void addProperties() {
    addNumber(Option.MARK, bits -> FlowFilter.mark(bits, arguments.markMask()));
    addStatus();
    addEqual(Option.STATE, FlowView::protocolState);
    addEqual(Option.TIMEOUT, FlowView::timeoutSeconds);
    addEqual(Option.ORIGINAL_TAG, flow -> Integer.toUnsignedLong(flow.sctpTag(Direction.ORIGINAL)));
    addEqual(Option.REPLY_TAG, flow -> Integer.toUnsignedLong(flow.sctpTag(Direction.REPLY)));
  }

  private void addAddress(
      Option option, Direction direction, BiFunction<Direction, IpPrefix, FlowFilter> filter) {
    arguments.address(option).ifPresent(prefix -> conditions.add(filter.apply(direction, prefix)));
  }

  private void addPorts(Option source, Option destination, Direction direction) {
    addNumber(source, port -> FlowFilter.sourcePort(direction, port));
    addNumber(destination, port -> FlowFilter.destinationPort(direction, port));
  }

  private void addNumber(Option option, IntFunction<FlowFilter> filter) {
    arguments.number(option).ifPresent(number -> conditions.add(filter.apply((int) number)));
  }

  private void addIcmp(Option option, Option option6, ToLongFunction<TupleView> field) {
    addEqual(option, flow -> field.applyAsLong(flow.original()));
    addEqual(option6, flow -> field.applyAsLong(flow.original()));
  }

  private void addEqual(Option option, ToLongFunction<FlowView> field) {
    arguments
        .number(option)
        .ifPresent(
            wanted -> conditions.add(FlowFilter.of(flow -> field.applyAsLong(flow) == wanted)));
  }

  /** The zone of both directions: a flow that has one in a single direction counts as zone 0. */
  private static FlowFilter zone(int id) {
    return id == 0
        ? FlowFilter.of(flow -> !flow.has(FlowAttribute.ZONE))
        : FlowFilter.zone(Zone.of(id)).and(FlowFilter.of(flow -> flow.has(FlowAttribute.ZONE)));
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
