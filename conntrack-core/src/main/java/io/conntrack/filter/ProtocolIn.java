package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Selects by the protocol: {@code tcp}, {@code proto udp,50}. Immutable.
 *
 * @param numbers what the protocol's number must be, each 0 to 255
 */
public record ProtocolIn(NumberSet numbers) implements FlowFilter {

  /** The numbers of the protocols that have a name. */
  static final Map<String, Long> NAMES =
      Words.named(number -> Protocol.of((int) number).toString());

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not in 0 to 255
   */
  public ProtocolIn {
    numbers.requireAtMost(0xff, "protocol number");
  }

  /**
   * Selects flows of one of these protocols.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ProtocolIn of(Protocol... protocols) {
    return new ProtocolIn(NumberSet.of(Stream.of(protocols).mapToLong(Protocol::number).toArray()));
  }

  @Override
  public boolean test(FlowView flow) {
    return numbers.contains(flow.original().protocolNumber());
  }

  /** Returns the name alone, or {@code proto} and names and numbers. */
  @Override
  public String toString() {
    String names = numbers.named(number -> Protocol.of((int) number).toString());
    return numbers.isSingle() && !Character.isDigit(names.charAt(0)) ? names : "proto " + names;
  }
}
