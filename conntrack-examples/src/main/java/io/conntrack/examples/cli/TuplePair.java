package io.conntrack.examples.cli;

import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.Tuple;

/**
 * The two tuples that a command line describes. What was not given for a direction is the mirror of
 * the other one.
 *
 * @param original the tuple of the first packet
 * @param reply the tuple of the answers
 */
record TuplePair(Tuple original, Tuple reply) {

  /**
   * Returns the tuples.
   *
   * @throws OperationFailedException if it is an ICMP type that the kernel does not track, or not
   *     the ICMP of these addresses
   */
  static TuplePair of(Arguments arguments) {
    try {
      return arguments.protocol().orElseThrow().isIcmp() ? icmp(arguments) : others(arguments);
    } catch (IllegalArgumentException e) {
      throw new OperationFailedException("invalid parameters", e.getMessage());
    }
  }

  private static TuplePair icmp(Arguments arguments) {
    Tuple original =
        Tuple.of(
            arguments.protocol().orElseThrow(),
            address(arguments, Option.SOURCE, Option.REPLY_DESTINATION),
            address(arguments, Option.DESTINATION, Option.REPLY_SOURCE),
            arguments.numberOr(Option.ICMP_TYPE, Option.ICMPV6_TYPE),
            arguments.numberOr(Option.ICMP_CODE, Option.ICMPV6_CODE),
            arguments.numberOr(Option.ICMP_ID, Option.ICMPV6_ID));
    Tuple answer = original.inverse();
    Tuple reply =
        Tuple.of(
            answer.protocol(),
            address(arguments, Option.REPLY_SOURCE, Option.DESTINATION),
            address(arguments, Option.REPLY_DESTINATION, Option.SOURCE),
            answer.icmpType(),
            answer.icmpCode(),
            answer.icmpId());
    return new TuplePair(original, reply);
  }

  private static TuplePair others(Arguments arguments) {
    boolean keys = arguments.protocol().orElseThrow().equals(Protocol.GRE);
    Option sourcePort = keys ? Option.SOURCE_KEY : Option.SOURCE_PORT;
    Option destinationPort = keys ? Option.DESTINATION_KEY : Option.DESTINATION_PORT;
    Option replySourcePort = keys ? Option.REPLY_SOURCE_KEY : Option.REPLY_SOURCE_PORT;
    Option replyDestinationPort =
        keys ? Option.REPLY_DESTINATION_KEY : Option.REPLY_DESTINATION_PORT;
    return new TuplePair(
        tuple(
            arguments,
            address(arguments, Option.SOURCE, Option.REPLY_DESTINATION),
            arguments.numberOr(sourcePort, replyDestinationPort),
            address(arguments, Option.DESTINATION, Option.REPLY_SOURCE),
            arguments.numberOr(destinationPort, replySourcePort)),
        tuple(
            arguments,
            address(arguments, Option.REPLY_SOURCE, Option.DESTINATION),
            arguments.numberOr(replySourcePort, destinationPort),
            address(arguments, Option.REPLY_DESTINATION, Option.SOURCE),
            arguments.numberOr(replyDestinationPort, sourcePort)));
  }

  private static Tuple tuple(
      Arguments arguments,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort) {
    Protocol protocol = arguments.protocol().orElseThrow();
    return protocol.hasPorts()
        ? Tuple.of(protocol, source, sourcePort, destination, destinationPort)
        : Tuple.of(protocol, source, destination);
  }

  private static IpAddress address(Arguments arguments, Option option, Option mirror) {
    return arguments
        .address(option)
        .or(() -> arguments.address(mirror))
        .map(IpPrefix::address)
        .orElseThrow();
  }
}
