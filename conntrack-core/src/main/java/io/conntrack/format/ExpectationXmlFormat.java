package io.conntrack.format;

import io.conntrack.EventType;
import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationFlags;
import io.conntrack.ExpectationView;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.TupleView;
import java.time.ZoneId;

/**
 * Writes expectations and events as elements of {@code conntrack -L expect -o xml}. Immutable.
 *
 * <p>As in the original NAT, the function and the id are not shown. Unlike there, texts are
 * escaped.
 */
public final class ExpectationXmlFormat implements ExpectationFormat {

  /** The format of the command without further options. */
  public static final ExpectationXmlFormat PLAIN =
      new ExpectationXmlFormat(false, new LocalTime(ZoneId.systemDefault()));

  private final boolean clock;
  private final LocalTime local;

  private ExpectationXmlFormat(boolean clock, LocalTime local) {
    this.clock = clock;
    this.local = local;
  }

  /** Returns this format with the local time of writing; {@code -o timestamp}. */
  public ExpectationXmlFormat withClock() {
    return new ExpectationXmlFormat(true, local);
  }

  /** Returns this format with local times of this zone instead of the system's. */
  public ExpectationXmlFormat withTimeZone(ZoneId zone) {
    return new ExpectationXmlFormat(clock, new LocalTime(zone));
  }

  @Override
  public String header() {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<expect>";
  }

  @Override
  public String footer() {
    return "</expect>";
  }

  @Override
  public StringBuilder appendTo(StringBuilder text, ExpectationView view) {
    return appendElement(text.append("<flow>"), view);
  }

  @Override
  public StringBuilder appendEvent(StringBuilder text, EventType type, ExpectationView view) {
    text.append("<flow type=\"").append(XmlFormat.name(type)).append("\">");
    return appendElement(text, view);
  }

  private StringBuilder appendElement(StringBuilder text, ExpectationView view) {
    TupleView tuple = view.tuple();
    text.append(
        tuple.family() == IpFamily.IPV4
            ? "<layer3 protonum=\"2\" protoname=\"ipv4\">"
            : "<layer3 protonum=\"10\" protoname=\"ipv6\">");
    appendAddresses(text, "expected", tuple);
    appendAddresses(text, "mask", view.mask());
    appendAddresses(text, "master", view.master());
    text.append("</layer3><layer4 protonum=\"").append(tuple.protocolNumber());
    text.append("\" protoname=\"").append(ProtocolNames.protocol(tuple.protocolNumber()));
    text.append("\">");
    appendPorts(text, "expected", tuple);
    appendPorts(text, "mask", view.mask());
    appendPorts(text, "master", view.master());
    text.append("</layer4><meta>");
    appendMeta(text, view);
    return text.append("</meta></flow>");
  }

  private static void appendAddresses(StringBuilder text, String name, TupleView tuple) {
    TupleText.appendSource(text.append('<').append(name).append("><src>"), tuple);
    TupleText.appendDestination(text.append("</src><dst>"), tuple);
    text.append("</dst></").append(name).append('>');
  }

  private static void appendPorts(StringBuilder text, String name, TupleView tuple) {
    text.append('<').append(name).append('>');
    int protocol = tuple.protocolNumber();
    if (protocol == Protocol.GRE.number()) {
      TupleText.appendHex(text.append("<srckey>0x"), tuple.sourcePort());
      TupleText.appendHex(text.append("</srckey><dstkey>0x"), tuple.destinationPort());
      text.append("</dstkey>");
    } else if (ProtocolNames.hasPorts(protocol)) {
      XmlFormat.appendNumber(text, "sport", tuple.sourcePort());
      XmlFormat.appendNumber(text, "dport", tuple.destinationPort());
    }
    text.append("</").append(name).append('>');
  }

  private void appendMeta(StringBuilder text, ExpectationView view) {
    if (view.has(ExpectationAttribute.HELPER)) {
      XmlFormat.appendEscaped(text.append("<helper-name>"), view.helperName());
      text.append("</helper-name>");
    }
    if (view.has(ExpectationAttribute.TIMEOUT)) {
      XmlFormat.appendNumber(text, "timeout", view.timeoutSeconds());
    }
    if (view.has(ExpectationAttribute.CLASS)) {
      XmlFormat.appendNumber(text, "class", view.classNumber());
    }
    if (view.has(ExpectationAttribute.ZONE)) {
      XmlFormat.appendNumber(text, "zone", view.zoneId());
    }
    if (clock) {
      local.appendElement(text, XmlFormat.now());
    }
    appendFlag(text, view, ExpectationFlags.PERMANENT, "<permanent/>");
    appendFlag(text, view, ExpectationFlags.INACTIVE, "<inactive/>");
    appendFlag(text, view, ExpectationFlags.USERSPACE, "<userspace/>");
  }

  private static void appendFlag(
      StringBuilder text, ExpectationView view, ExpectationFlags flag, String element) {
    if ((view.flagBits() & flag.bits()) != 0) {
      text.append(element);
    }
  }
}
