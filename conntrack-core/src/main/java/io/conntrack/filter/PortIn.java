package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * Selects by a port: {@code dport 443}, {@code any port 53,5000-5999}. A tuple without ports never
 * fits; those of GRE are the halves of its key. Immutable.
 *
 * @param selector which ends of which tuples
 * @param ports what one of their ports must be, each 0 to 65535
 */
public record PortIn(Selector selector, NumberSet ports) implements FlowFilter {

  /**
   * Checks the ports.
   *
   * @throws IllegalArgumentException if one is not in 0 to 65535
   */
  public PortIn {
    ports.requireAtMost(0xffff, "port");
  }

  /**
   * Selects by a port.
   *
   * @throws IllegalArgumentException if there is none, or one is not in 0 to 65535
   */
  public static PortIn of(Selector selector, long... ports) {
    return new PortIn(selector, NumberSet.of("port", 0xffff, ports));
  }

  @Override
  public boolean test(FlowView flow) {
    int original = selector.endsOfOriginal();
    int reply = selector.endsOfReply();
    int master = selector.endsOfMaster();
    return (original != 0 && fits(flow.original(), original))
        || (reply != 0 && fits(flow.reply(), reply))
        || (master != 0 && fits(flow.masterTuple(), master));
  }

  private boolean fits(@Nullable TupleView tuple, int ends) {
    return tuple != null
        && tuple.hasPorts()
        && (((ends & Selector.SOURCE) != 0 && ports.contains(tuple.sourcePort()))
            || ((ends & Selector.DESTINATION) != 0 && ports.contains(tuple.destinationPort())));
  }

  @Override
  public String toString() {
    return selector.portWords() + " " + ports;
  }
}
