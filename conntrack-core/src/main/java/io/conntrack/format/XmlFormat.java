package io.conntrack.format;

import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;
import io.conntrack.LabelNames;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TupleView;
import java.time.ZoneId;

/**
 * Writes flows and events as elements of {@code conntrack -o xml}. Immutable.
 *
 * <p>Readers of the original's output find what they know: the state of SCTP and DCCP flows under
 * the name that TCP has for its number, ICMP flows without type, code and id. Unlike there, texts
 * are escaped.
 */
public final class XmlFormat implements FlowFormat {

  /** The format of the command without further options. */
  public static final XmlFormat PLAIN = new XmlFormat(FormatOptions.NONE);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MILLIS_PER_SECOND = 1_000L;

  private final FormatOptions options;

  private XmlFormat(FormatOptions options) {
    this.options = options;
  }

  /** Returns this format with the start and the end of each flow; {@code -o ktimestamp}. */
  public XmlFormat withKernelTimes() {
    return new XmlFormat(options.withKernelTimes());
  }

  /**
   * Returns this format with the local time of each event, the kernel's if it sent one, else that
   * of writing; {@code -o timestamp}.
   */
  public XmlFormat withClock() {
    return new XmlFormat(options.withClock());
  }

  /** Returns this format with the labels that have a name; {@code -o labels}. */
  public XmlFormat withLabels(LabelNames names) {
    return new XmlFormat(options.withLabels(names));
  }

  /** Returns this format with local times of this zone instead of the system's. */
  public XmlFormat withTimeZone(ZoneId zone) {
    return new XmlFormat(options.withZone(zone));
  }

  @Override
  public String header() {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<conntrack>";
  }

  @Override
  public String footer() {
    return "</conntrack>";
  }

  @Override
  public StringBuilder appendTo(StringBuilder text, FlowView flow) {
    appendMetas(text.append("<flow>"), flow);
    return appendEnd(text, flow);
  }

  @Override
  public StringBuilder appendEvent(StringBuilder text, EventType type, FlowView flow) {
    appendMetas(text.append("<flow type=\"").append(name(type)).append("\">"), flow);
    if (options.clock()) {
      long second =
          flow.has(FlowAttribute.EVENT_TIME) ? flow.eventNanos() / NANOS_PER_SECOND : now();
      options.local().appendElement(text, second);
    }
    return appendEnd(text, flow);
  }

  static String name(EventType type) {
    return switch (type) {
      case NEW -> "new";
      case UPDATE -> "update";
      case DESTROY -> "destroy";
    };
  }

  private static StringBuilder appendEnd(StringBuilder text, FlowView flow) {
    if (flow.has(FlowAttribute.HELPER)) {
      appendEscaped(text.append("<helper>"), flow.helperName()).append("</helper>");
    }
    return text.append("</flow>");
  }

  private void appendMetas(StringBuilder text, FlowView flow) {
    boolean counted = flow.has(FlowAttribute.ORIGINAL_COUNTERS); // also decides for the reply
    text.append("<meta direction=\"original\">");
    appendTuple(text, flow.original());
    if (flow.has(FlowAttribute.ORIGINAL_ZONE)) {
      appendNumber(text, "zone", flow.zoneId(Direction.ORIGINAL));
    }
    appendCounters(text, flow, Direction.ORIGINAL, counted);
    text.append("</meta><meta direction=\"reply\">");
    appendTuple(text, flow.reply());
    if (flow.has(FlowAttribute.REPLY_ZONE)) {
      appendNumber(text, "zone", flow.zoneId(Direction.REPLY));
    }
    appendCounters(text, flow, Direction.REPLY, counted);
    text.append("</meta><meta direction=\"independent\">");
    appendState(text, flow);
    appendTimes(text, flow);
    text.append("</meta>");
  }

  private static void appendTuple(StringBuilder text, TupleView tuple) {
    text.append(
        tuple.family() == IpFamily.IPV4
            ? "<layer3 protonum=\"2\" protoname=\"ipv4\">"
            : "<layer3 protonum=\"10\" protoname=\"ipv6\">");
    TupleText.appendSource(text.append("<src>"), tuple).append("</src>");
    TupleText.appendDestination(text.append("<dst>"), tuple).append("</dst></layer3>");
    int protocol = tuple.protocolNumber();
    text.append("<layer4 protonum=\"").append(protocol).append("\" protoname=\"");
    text.append(ProtocolNames.protocol(protocol)).append("\">");
    if (protocol == Protocol.GRE.number()) {
      TupleText.appendHex(text.append("<srckey>0x"), tuple.sourcePort());
      TupleText.appendHex(text.append("</srckey><dstkey>0x"), tuple.destinationPort());
      text.append("</dstkey>");
    } else if (ProtocolNames.hasPorts(protocol)) {
      appendNumber(text, "sport", tuple.sourcePort());
      appendNumber(text, "dport", tuple.destinationPort());
    }
    text.append("</layer4>");
  }

  private static void appendCounters(
      StringBuilder text, FlowView flow, Direction direction, boolean counted) {
    if (counted) {
      text.append("<counters>");
      appendUnsigned(text.append("<packets>"), flow.packets(direction)).append("</packets>");
      appendUnsigned(text.append("<bytes>"), flow.bytes(direction)).append("</bytes></counters>");
    }
  }

  private void appendState(StringBuilder text, FlowView flow) {
    String state = ProtocolNames.stateInXml(flow);
    if (!state.isEmpty()) {
      text.append("<state>").append(state).append("</state>");
    }
    if (flow.has(FlowAttribute.TIMEOUT)) {
      appendNumber(text, "timeout", flow.timeoutSeconds());
    }
    if (flow.has(FlowAttribute.MARK)) {
      appendNumber(text, "mark", Integer.toUnsignedLong(flow.markBits()));
    }
    if (options.labels() != null && flow.has(FlowAttribute.LABELS)) {
      LabelText.appendElements(text.append("<labels>"), options.labels(), flow);
      text.append("</labels>");
    }
    if (flow.has(FlowAttribute.SECURITY_CONTEXT)) {
      appendEscaped(text.append("<secctx>"), flow.securityContextName()).append("</secctx>");
    }
    if (flow.has(FlowAttribute.ZONE)) {
      appendNumber(text, "zone", flow.zoneId(Direction.ORIGINAL));
    }
    if (flow.has(FlowAttribute.USE)) {
      appendNumber(text, "use", flow.useCount());
    }
    if (flow.has(FlowAttribute.ID)) {
      appendNumber(text, "id", Integer.toUnsignedLong(flow.idBits()));
    }
    if ((flow.statusBits() & Status.ASSURED.bits()) != 0) {
      text.append("<assured/>");
    }
    if (flow.has(FlowAttribute.STATUS) && (flow.statusBits() & Status.SEEN_REPLY.bits()) == 0) {
      text.append("<unreplied/>");
    }
  }

  private void appendTimes(StringBuilder text, FlowView flow) {
    boolean started = flow.has(FlowAttribute.START);
    boolean stopped = flow.has(FlowAttribute.STOP);
    if (options.kernelTimes() && (started || stopped)) {
      text.append("<timestamp>");
      if (started) {
        appendNumber(text, "start", flow.startNanos());
      }
      if (stopped) {
        appendNumber(text, "stop", flow.stopNanos());
      }
      text.append("</timestamp>");
    }
    if (started) { // divided before or after subtracting, as the original does
      long age =
          stopped
              ? (flow.stopNanos() - flow.startNanos()) / NANOS_PER_SECOND
              : now() - flow.startNanos() / NANOS_PER_SECOND;
      appendNumber(text, "deltatime", age);
    }
  }

  static long now() {
    return System.currentTimeMillis() / MILLIS_PER_SECOND;
  }

  static void appendNumber(StringBuilder text, String name, long value) {
    text.append('<').append(name).append('>').append(value);
    text.append("</").append(name).append('>');
  }

  private static StringBuilder appendUnsigned(StringBuilder text, long value) {
    TextFormat.appendUnsigned(text, value);
    return text;
  }

  /** Characters that no XML document may hold become a question mark. */
  static StringBuilder appendEscaped(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        default -> text.append(c < ' ' ? '?' : c);
      }
    }
    return text;
  }
}
