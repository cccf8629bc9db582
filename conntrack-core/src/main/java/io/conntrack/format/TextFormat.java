package io.conntrack.format;

import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;
import io.conntrack.LabelNames;
import io.conntrack.Status;
import io.conntrack.TupleView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Writes flows as lines of {@code conntrack -L}, and events as lines of {@code conntrack -E}.
 * Immutable.
 *
 * <p>A flow's age, {@code delta-time}, is counted up to the moment of writing if the flow has not
 * ended.
 */
public final class TextFormat implements FlowFormat {

  /** The format of the command without options. */
  public static final TextFormat PLAIN = new TextFormat(FormatOptions.NONE);

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  private static final long MILLIS_PER_SECOND = 1_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int NAME_WIDTH = 8;

  private final FormatOptions options;

  private TextFormat(FormatOptions options) {
    this.options = options;
  }

  /** Returns this format with the network protocol in front; {@code -o extended}. */
  public TextFormat extended() {
    return new TextFormat(options.withLayer3());
  }

  /** Returns this format with the kernel's id of each flow; {@code -o id}. */
  public TextFormat withId() {
    return new TextFormat(options.withId());
  }

  /** Returns this format with the start and the end of each flow; {@code -o ktimestamp}. */
  public TextFormat withKernelTimes() {
    return new TextFormat(options.withKernelTimes());
  }

  /**
   * Returns this format with the time of each event in front, the kernel's if it sent one, else
   * that of writing; {@code -o timestamp}.
   */
  public TextFormat withClock() {
    return new TextFormat(options.withClock());
  }

  /** Returns this format with the labels that have a name; {@code -o labels}. */
  public TextFormat withLabels(LabelNames names) {
    return new TextFormat(options.withLabels(names));
  }

  /** Returns this format with local times of this zone instead of the system's. */
  public TextFormat withTimeZone(ZoneId zone) {
    return new TextFormat(options.withZone(zone));
  }

  @Override
  public StringBuilder appendEvent(StringBuilder line, EventType type, FlowView flow) {
    if (options.clock()) {
      appendClock(line, flow);
    }
    return appendTo(line.append(label(type)), flow);
  }

  private static void appendClock(StringBuilder line, FlowView flow) {
    long micros = eventMicros(flow);
    line.append('[').append(micros / MICROS_PER_SECOND).append('.');
    long fraction = micros % MICROS_PER_SECOND;
    for (long digit = MICROS_PER_SECOND / 10; digit > 0; digit /= 10) {
      line.append((char) ('0' + fraction / digit % 10));
    }
    line.append("]\t");
  }

  private static long eventMicros(FlowView flow) {
    return flow.has(FlowAttribute.EVENT_TIME)
        ? flow.eventNanos() / NANOS_PER_MICRO
        : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  static String label(EventType type) {
    return switch (type) {
      case NEW -> "    [NEW] ";
      case UPDATE -> " [UPDATE] ";
      case DESTROY -> "[DESTROY] ";
    };
  }

  @Override
  public StringBuilder appendTo(StringBuilder line, FlowView flow) {
    if (options.layer3()) {
      line.append(flow.original().family() == IpFamily.IPV4 ? "ipv4     2 " : "ipv6     10 ");
    }
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

  static void appendUnsigned(StringBuilder line, long value) {
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

  private void appendTail(StringBuilder line, FlowView flow) {
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
    if (options.kernelTimes()) {
      appendKernelTimes(line, flow);
    }
    if (flow.has(FlowAttribute.HELPER)) {
      line.append(" helper=").append(flow.helperName());
    }
    if (flow.has(FlowAttribute.USE)) {
      line.append(" use=").append(flow.useCount());
    }
    if (options.id() && flow.has(FlowAttribute.ID)) {
      line.append(" id=").append(Integer.toUnsignedLong(flow.idBits()));
    }
    if (options.labels() != null && flow.has(FlowAttribute.LABELS)) {
      LabelText.append(line.append(" labels="), options.labels(), flow);
    }
  }

  private void appendKernelTimes(StringBuilder line, FlowView flow) {
    if (flow.has(FlowAttribute.START)) {
      options.local().appendDate(line.append(" [start="), flow.startNanos() / NANOS_PER_SECOND);
      line.append(']');
    }
    if (flow.has(FlowAttribute.STOP)) {
      options.local().appendDate(line.append(" [stop="), flow.stopNanos() / NANOS_PER_SECOND);
      line.append(']');
    }
  }

  /** Whole seconds before subtracting, as the original command does. */
  private static long endSeconds(FlowView flow) {
    return flow.has(FlowAttribute.STOP)
        ? flow.stopNanos() / NANOS_PER_SECOND
        : System.currentTimeMillis() / MILLIS_PER_SECOND;
  }
}
