package io.conntrack.format;

import io.conntrack.DccpState;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.SctpState;
import io.conntrack.TcpState;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The names of protocols and of their states as {@code conntrack} prints them, looked up without
 * allocating.
 */
final class ProtocolNames {

  private static final String[] PROTOCOLS = table(256, number -> nameOf(Protocol.of(number)));
  private static final boolean[] PORTS = new boolean[PROTOCOLS.length];
  private static final String[] TCP = table(10, number -> new TcpState(number).toString());
  private static final String[] SCTP = table(10, number -> new SctpState(number).toString());
  private static final String[] DCCP = table(10, number -> new DccpState(number).toString());

  static {
    for (int number = 0; number < PORTS.length; number++) {
      PORTS[number] = Protocol.of(number).hasPorts();
    }
  }

  private ProtocolNames() {}

  private static String[] table(int size, IntFunction<String> name) {
    return IntStream.range(0, size).mapToObj(name).toArray(String[]::new);
  }

  private static String nameOf(Protocol protocol) {
    String name = protocol.toString();
    return Character.isDigit(name.charAt(0)) ? "unknown" : name;
  }

  /** Returns the name, {@code unknown} if the command has none. */
  static String protocol(int number) {
    return PROTOCOLS[number];
  }

  /** Says whether the command shows ports for this protocol, whatever the kernel sent. */
  static boolean hasPorts(int number) {
    return PORTS[number];
  }

  /** Says whether the command has a name for this protocol. */
  static boolean isNamed(int number) {
    return !PROTOCOLS[number].equals("unknown");
  }

  /**
   * Returns the state's name in XML, empty if there is none: the original looks the number up among
   * those of TCP, whatever the protocol.
   */
  static String stateInXml(FlowView flow) {
    return state(flow).isEmpty() ? "" : name(TCP, flow.protocolState());
  }

  /**
   * Returns the name of the flow's tracking state, empty if it has none; unknown numbers read
   * {@code NONE}.
   */
  static String state(FlowView flow) {
    if (flow.has(FlowAttribute.TCP_STATE)) {
      return name(TCP, flow.protocolState());
    }
    if (flow.has(FlowAttribute.SCTP_STATE)) {
      return name(SCTP, flow.protocolState());
    }
    return flow.has(FlowAttribute.DCCP_STATE) ? name(DCCP, flow.protocolState()) : "";
  }

  private static String name(String[] states, int number) {
    return number < states.length ? states[number] : states[0];
  }
}
