package io.conntrack.examples.cli;

import io.conntrack.Expectation;
import io.conntrack.ExpectationBuilder;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import java.time.Duration;

/** Turns arguments into the expectation that {@code -I expect} creates. */
final class NewExpectation {

  private NewExpectation() {}

  /**
   * Returns the expectation.
   *
   * @throws OperationFailedException if the protocol has what no option can say
   */
  static Expectation of(Arguments arguments) {
    try {
      return build(arguments);
    } catch (IllegalArgumentException e) {
      throw new OperationFailedException("invalid parameters", e.getMessage());
    }
  }

  private static Expectation build(Arguments arguments) {
    Tuple master = TuplePair.of(arguments).original();
    Tuple tuple =
        tuple(
            arguments,
            arguments.address(Option.TUPLE_SOURCE).orElseThrow().address(),
            arguments.numberOr(Option.TUPLE_SOURCE_PORT, Option.TUPLE_SOURCE_KEY),
            arguments.address(Option.TUPLE_DESTINATION).orElseThrow().address(),
            arguments.numberOr(Option.TUPLE_DESTINATION_PORT, Option.TUPLE_DESTINATION_KEY));
    Tuple mask =
        tuple(
            arguments,
            mask(arguments, Option.MASK_SOURCE, Option.TUPLE_SOURCE),
            arguments.numberOr(Option.MASK_SOURCE_PORT, Option.MASK_SOURCE_KEY),
            mask(arguments, Option.MASK_DESTINATION, Option.TUPLE_DESTINATION),
            arguments.numberOr(Option.MASK_DESTINATION_PORT, Option.MASK_DESTINATION_KEY));
    ExpectationBuilder expectation = Expectation.builder(tuple, master).mask(mask);
    arguments
        .number(Option.TIMEOUT)
        .ifPresent(seconds -> expectation.timeout(Duration.ofSeconds(seconds)));
    return expectation.build();
  }

  private static Tuple tuple(
      Arguments arguments,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort) {
    Protocol protocol = arguments.protocol().orElseThrow();
    if (protocol.isIcmp()) {
      throw new IllegalArgumentException("no option says which " + protocol + " is expected");
    }
    return protocol.hasPorts()
        ? Tuple.of(protocol, source, sourcePort, destination, destinationPort)
        : Tuple.of(protocol, source, destination);
  }

  /** Returns a mask that was given, or is meant by the length of a prefix. */
  private static IpAddress mask(Arguments arguments, Option mask, Option prefix) {
    return arguments
        .address(mask)
        .map(IpPrefix::address)
        .orElseGet(() -> netmask(arguments.address(prefix).orElseThrow()));
  }

  private static IpAddress netmask(IpPrefix prefix) {
    int length = prefix.length();
    return prefix.family() == IpFamily.IPV4
        ? IpAddress.of(IpFamily.IPV4, 0, ones(length + 32) & 0xffff_ffffL)
        : IpAddress.of(IpFamily.IPV6, ones(Math.min(length, 64)), ones(Math.max(length - 64, 0)));
  }

  /** Returns a word that begins with so many ones, 0 to 64. */
  private static long ones(int count) {
    return count == 0 ? 0 : -1L << (Long.SIZE - count);
  }
}
