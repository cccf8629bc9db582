package io.conntrack.format;

import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TupleView;
import java.nio.ByteOrder;

/**
 * Writes flows and events as command lines that {@code conntrack -R} reads, {@code -o save}.
 * Immutable.
 *
 * <p>As in the original, marks, labels, helpers, counters and security contexts are lost.
 */
public final class SaveFormat implements FlowFormat {

  /** The only one. */
  public static final SaveFormat PLAIN = new SaveFormat();

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private SaveFormat() {}

  @Override
  public StringBuilder appendTo(StringBuilder text, FlowView flow) {
    return append(text.append("-A"), flow);
  }

  @Override
  public StringBuilder appendEvent(StringBuilder text, EventType type, FlowView flow) {
    return append(text.append(command(type)), flow);
  }

  /** Appends a flow as the command line that deletes it. */
  public StringBuilder appendDeletion(StringBuilder text, FlowView flow) {
    return append(text.append(command(EventType.DESTROY)), flow);
  }

  private static String command(EventType type) {
    return switch (type) {
      case NEW -> "-A";
      case UPDATE -> "-U";
      case DESTROY -> "-D";
    };
  }

  private static StringBuilder append(StringBuilder text, FlowView flow) {
    if (flow.has(FlowAttribute.TIMEOUT)) {
      text.append(" -t ").append(flow.timeoutSeconds());
    }
    appendStatus(text.append(" -u "), flow.statusBits());
    appendZones(text, flow);
    appendTuples(text, flow);
    TupleView original = flow.original();
    int protocol = original.protocolNumber();
    text.append(" -p ");
    if (ProtocolNames.isNamed(protocol)) {
      text.append(ProtocolNames.protocol(protocol));
    } else {
      text.append(protocol);
    }
    if (original.hasIcmp()) {
      appendIcmp(text, original);
    } else if (original.hasPorts()) {
      appendPorts(text, flow);
    }
    return appendState(text, flow);
  }

  private static void appendStatus(StringBuilder text, int bits) {
    int start = text.length();
    appendStatus(text, start, bits, Status.EXPECTED, "EXPECTED");
    appendStatus(text, start, bits, Status.SEEN_REPLY, "SEEN_REPLY");
    appendStatus(text, start, bits, Status.ASSURED, "ASSURED");
    appendStatus(text, start, bits, Status.FIXED_TIMEOUT, "FIXED_TIMEOUT");
    if (text.length() == start) {
      text.append("UNSET");
    }
  }

  private static void appendStatus(
      StringBuilder text, int start, int bits, Status bit, String name) {
    if ((bits & bit.bits()) != 0) {
      text.append(text.length() == start ? "" : ",").append(name);
    }
  }

  private static void appendZones(StringBuilder text, FlowView flow) {
    if (flow.has(FlowAttribute.ZONE)) {
      text.append(" -w ").append(flow.zoneId(Direction.ORIGINAL));
    }
    if (flow.has(FlowAttribute.ORIGINAL_ZONE)) {
      text.append(" --orig-zone ").append(flow.zoneId(Direction.ORIGINAL));
    }
    if (flow.has(FlowAttribute.REPLY_ZONE)) {
      text.append(" --reply-zone ").append(flow.zoneId(Direction.REPLY));
    }
  }

  private static void appendTuples(StringBuilder text, FlowView flow) {
    TupleView original = flow.original();
    TupleView reply = flow.reply();
    boolean destinationNat =
        (flow.statusBits() & Status.DESTINATION_NAT_DONE.bits()) != 0
            && (reply.sourceHigh() != original.destinationHigh()
                || reply.sourceLow() != original.destinationLow());
    boolean sourceNat =
        (flow.statusBits() & Status.SOURCE_NAT_DONE.bits()) != 0
            && (reply.destinationHigh() != original.sourceHigh()
                || reply.destinationLow() != original.sourceLow());
    TupleText.appendSource(text.append(" -s "), original);
    TupleText.appendDestination(text.append(" -d "), original);
    TupleText.appendSource(text.append(destinationNat ? " -g " : " -r "), reply);
    TupleText.appendDestination(text.append(sourceNat ? " -n " : " -q "), reply);
  }

  private static void appendIcmp(StringBuilder text, TupleView original) {
    String option = original.protocolNumber() == Protocol.ICMP.number() ? " --icmp-" : " --icmpv6-";
    text.append(option).append("type ").append(original.icmpType());
    text.append(option).append("code ").append(original.icmpCode());
    text.append(option).append("id ").append(original.icmpId());
  }

  private static void appendPorts(StringBuilder text, FlowView flow) {
    boolean gre = flow.original().protocolNumber() == Protocol.GRE.number();
    text.append(gre ? " --srckey " : " --sport ").append(flow.original().sourcePort());
    text.append(gre ? " --dstkey " : " --dport ").append(flow.original().destinationPort());
    text.append(gre ? " --reply-key-src " : " --reply-port-src ").append(flow.reply().sourcePort());
    text.append(gre ? " --reply-key-dst " : " --reply-port-dst ");
    text.append(flow.reply().destinationPort());
  }

  private static StringBuilder appendState(StringBuilder text, FlowView flow) {
    String state = ProtocolNames.state(flow);
    if (!state.isEmpty()) {
      text.append(" --state ").append(state);
    }
    if (flow.has(FlowAttribute.SCTP_TAGS)) {
      appendTag(text.append(" --orig-vtag "), flow, Direction.ORIGINAL);
      appendTag(text.append(" --reply-vtag "), flow, Direction.REPLY);
    }
    if (flow.has(FlowAttribute.DCCP_HANDSHAKE)) {
      text.append(" --role ").append(flow.dccpRole() == 0 ? "client" : "server");
    }
    return text;
  }

  /** The original takes the bytes of a tag for a number of the host. */
  private static void appendTag(StringBuilder text, FlowView flow, Direction direction) {
    int tag = flow.sctpTag(direction);
    text.append(Integer.toUnsignedLong(LITTLE_ENDIAN ? Integer.reverseBytes(tag) : tag));
  }
}
