package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.TupleView;

/**
 * Selects by a port; flows without ports are never selected. Immutable.
 *
 * @param selector which end of which tuple
 * @param port 0 to 65535
 */
public record PortIs(Selector selector, int port) implements FlowFilter {

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException if it is not in 0 to 65535
   */
  public PortIs {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is out of range: 0 to 65535");
    }
  }

  @Override
  public boolean test(FlowView flow) {
    return switch (selector) {
      case ORIGINAL_SOURCE -> source(flow.original());
      case ORIGINAL_DESTINATION -> destination(flow.original());
      case REPLY_SOURCE -> source(flow.reply());
      case REPLY_DESTINATION -> destination(flow.reply());
      case ANY ->
          source(flow.original())
              || destination(flow.original())
              || source(flow.reply())
              || destination(flow.reply());
    };
  }

  private boolean source(TupleView tuple) {
    return tuple.hasPorts() && tuple.sourcePort() == port;
  }

  private boolean destination(TupleView tuple) {
    return tuple.hasPorts() && tuple.destinationPort() == port;
  }

  @Override
  public String toString() {
    return selector.portWords() + " " + port;
  }
}
