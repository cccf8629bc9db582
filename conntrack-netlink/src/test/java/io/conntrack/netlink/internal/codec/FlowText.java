package io.conntrack.netlink.internal.codec;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;

import io.conntrack.Counters;
import io.conntrack.DccpState;
import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Labels;
import io.conntrack.NatRange;
import io.conntrack.SctpState;
import io.conntrack.SequenceAdjustment;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.util.Locale;
import java.util.StringJoiner;

/** Says in words everything that a flow carries, a line for each attribute. */
final class FlowText {

  private FlowText() {}

  static String of(FlowView flow) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("original " + Tuple.copyOf(flow.original()));
    lines.add("reply " + Tuple.copyOf(flow.reply()));
    for (FlowAttribute attribute : FlowAttribute.values()) {
      if (flow.has(attribute)) {
        String label = attribute.name().toLowerCase(Locale.ROOT).replace('_', '-');
        lines.add(label + " " + value(attribute, flow));
      }
    }
    return lines.toString();
  }

  private static String value(FlowAttribute attribute, FlowView flow) {
    return switch (attribute) {
      case STATUS -> hex(flow.statusBits());
      case TIMEOUT -> Long.toString(flow.timeoutSeconds());
      case MARK -> hex(flow.markBits());
      case ID -> hex(flow.idBits());
      case USE -> Long.toString(flow.useCount());
      case ZONE, ORIGINAL_ZONE -> Integer.toString(flow.zoneId(ORIGINAL));
      case REPLY_ZONE -> Integer.toString(flow.zoneId(REPLY));
      case ORIGINAL_COUNTERS -> counters(flow, ORIGINAL);
      case REPLY_COUNTERS -> counters(flow, REPLY);
      case START -> Long.toUnsignedString(flow.startNanos());
      case STOP -> Long.toUnsignedString(flow.stopNanos());
      case EVENT_TIME -> Long.toUnsignedString(flow.eventNanos());
      case TCP_STATE -> new TcpState(flow.protocolState()).toString();
      case TCP_ORIGINAL -> tcpPeer(flow, ORIGINAL);
      case TCP_REPLY -> tcpPeer(flow, REPLY);
      case SCTP_STATE -> new SctpState(flow.protocolState()).toString();
      case SCTP_TAGS -> hex(flow.sctpTag(ORIGINAL)) + "/" + hex(flow.sctpTag(REPLY));
      case DCCP_STATE -> new DccpState(flow.protocolState()).toString();
      case DCCP_HANDSHAKE -> flow.dccpRole() + "/" + flow.dccpHandshakeSequence();
      case HELPER -> flow.helperName();
      case LABELS -> new Labels(flow.labelsLow(), flow.labelsHigh()).toString();
      case SECURITY_CONTEXT -> flow.securityContextName();
      case MASTER -> Tuple.copyOf(flow.masterTuple()).toString();
      case ORIGINAL_SEQUENCE_ADJUSTMENT -> adjustment(flow.sequenceAdjustmentOf(ORIGINAL));
      case REPLY_SEQUENCE_ADJUSTMENT -> adjustment(flow.sequenceAdjustmentOf(REPLY));
      case SYNPROXY -> synproxy(flow);
      case SOURCE_NAT -> range(flow.sourceNatRange());
      case DESTINATION_NAT -> range(flow.destinationNatRange());
    };
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }

  private static String counters(FlowView flow, Direction direction) {
    return new Counters(flow.packets(direction), flow.bytes(direction)).toString();
  }

  private static String tcpPeer(FlowView flow, Direction direction) {
    return "scale "
        + flow.tcpWindowScale(direction)
        + " flags "
        + hex(flow.tcpFlags(direction))
        + " mask "
        + hex(flow.tcpFlagsMask(direction));
  }

  private static String adjustment(SequenceAdjustment adjustment) {
    return Integer.toUnsignedString(adjustment.position())
        + "/"
        + adjustment.offsetBefore()
        + "/"
        + adjustment.offsetAfter();
  }

  private static String synproxy(FlowView flow) {
    return Integer.toUnsignedString(flow.synproxySequence())
        + "/"
        + Integer.toUnsignedString(flow.synproxyTimestamp())
        + "/"
        + Integer.toUnsignedString(flow.synproxyTimestampOffset());
  }

  private static String range(NatRange range) {
    return range.firstAddress()
        + "-"
        + range.lastAddress()
        + " ports "
        + range.firstPort()
        + "-"
        + range.lastPort();
  }
}
