package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Protocol;

/**
 * Selects flows of one protocol. Immutable.
 *
 * @param protocol the protocol
 */
public record ProtocolIs(Protocol protocol) implements FlowFilter {
  @Override
  public boolean test(FlowView flow) {
    return flow.original().protocolNumber() == protocol.number();
  }

  /** Returns the name alone, or {@code proto n}. */
  @Override
  public String toString() {
    String name = protocol.toString();
    return Character.isDigit(name.charAt(0)) ? "proto " + name : name;
  }
}
