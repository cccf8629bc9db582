package io.conntrack.format;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.Status;
import io.conntrack.TupleView;

/**
 * Writes flows as lines of {@code conntrack -L}. Immutable.
 *
 * <p>A flow's age, {@code delta-time}, is counted up to the moment of writing if the flow has not
 * ended.
 */
public final class TextFormat {

  /** The format of {@code conntrack -L} without options. */
  public static final TextFormat PLAIN = new TextFormat();

  private static final long MILLIS_PER_SECOND = 1_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int NAME_WIDTH = 8;

  private TextFormat() {}

  /** Returns the line of a flow, without line end. */
  public String format(FlowView flow) {
    return appendTo(new StringBuilder(192), flow).toString();
  }

  /** Appends the line of a flow, without line end. */
  public StringBuilder appendTo(StringBuilder line, FlowView flow) {
    appendHead(line, flow);
    TupleText.append(line, flow.original());
    if (flow.has(FlowAttribute.ORIGINAL_ZONE)) {
      line.append(" zone-orig=").append(flow.zoneId(Direction.ORIGINAL));
    }
    appendCounters(line, flow, FlowAttribute.ORIGINAL_COUNTERS, Direction.ORIGINAL);
    if (flow.has(FlowAttribute.STATUS) && !has(flow, Status.SEEN_REPLY)) {
      line.append(" [UNREPLIED]");
    }
    TupleText.append(line.append(' '), flow.reply());
    if (flow.has(FlowAttribute.REPLY_ZONE)) {
      line.append(" zone-reply=").append(flow.zoneId(Direction.REPLY));
    }
    appendCounters(line, flow, FlowAttribute.REPLY_COUNTERS, Direction.REPLY);
    appendTag(line, flow);
    appendTail(line, flow);
    return line;
  }

  private static void appendHead(StringBuilder line, FlowView flow) {
    TupleView original = flow.original();
    int start = line.length();
    line.append(ProtocolNames.protocol(original.protocolNumber()));
    while (line.length() < start + NAME_WIDTH) {
      line.append(' ');
    }
    line.append(' ').append(original.protocolNumber()).append(' ');
    if (flow.has(FlowAttribute.TIMEOUT)) {
      line.append(flow.timeoutSeconds()).append(' ');
    }
    String state = ProtocolNames.state(flow);
    if (!state.isEmpty()) {
      line.append(state).append(' ');
    }
  }

  private static void appendCounters(
      StringBuilder line, FlowView flow, FlowAttribute counters, Direction direction) {
    if (flow.has(counters)) {
      appendUnsigned(line.append(" packets="), flow.packets(direction));
      appendUnsigned(line.append(" bytes="), flow.bytes(direction));
    }
  }

  private static void appendUnsigned(StringBuilder line, long value) {
    if (value >= 0) {
      line.append(value);
    } else {
      line.append(Long.toUnsignedString(value)); // allocates, but nobody counts that far
    }
  }

  private static void appendTag(StringBuilder line, FlowView flow) {
    if (has(flow, Status.HARDWARE_OFFLOADED)) {
      line.append(" [HW_OFFLOAD]");
    } else if (has(flow, Status.OFFLOADED)) {
      line.append(" [OFFLOAD]");
    } else if (has(flow, Status.ASSURED)) {
      line.append(" [ASSURED]");
    }
  }

  private static boolean has(FlowView flow, Status bit) {
    return (flow.statusBits() & bit.bits()) != 0;
  }

  private static void appendTail(StringBuilder line, FlowView flow) {
    if (flow.has(FlowAttribute.MARK)) {
      line.append(" mark=").append(Integer.toUnsignedLong(flow.markBits()));
    }
    if (flow.has(FlowAttribute.SECURITY_CONTEXT)) {
      line.append(" secctx=").append(flow.securityContextName());
    }
    if (flow.has(FlowAttribute.ZONE)) {
      line.append(" zone=").append(flow.zoneId(Direction.ORIGINAL));
    }
    if (flow.has(FlowAttribute.START)) {
      line.append(" delta-time=").append(endSeconds(flow) - flow.startNanos() / NANOS_PER_SECOND);
    }
    if (flow.has(FlowAttribute.HELPER)) {
      line.append(" helper=").append(flow.helperName());
    }
    if (flow.has(FlowAttribute.USE)) {
      line.append(" use=").append(flow.useCount());
    }
  }

  /** Whole seconds before subtracting, as the original command does. */
  private static long endSeconds(FlowView flow) {
    return flow.has(FlowAttribute.STOP)
        ? flow.stopNanos() / NANOS_PER_SECOND
        : System.currentTimeMillis() / MILLIS_PER_SECOND;
  }
}
