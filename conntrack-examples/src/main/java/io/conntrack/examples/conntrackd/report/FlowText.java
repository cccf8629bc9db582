package io.conntrack.examples.conntrackd.report;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.format.TextFormat;
import io.conntrack.format.XmlFormat;
import io.conntrack.spi.FlowBuffer;
import java.util.List;
import java.util.Set;

/**
 * Shows flows of caches, one a line: without what only the kernel knows at the moment. Not
 * thread-safe; confine to one thread.
 */
public final class FlowText {

  private static final List<FlowAttribute> OF_THE_MOMENT =
      List.of(FlowAttribute.TIMEOUT, FlowAttribute.USE, FlowAttribute.EVENT_TIME);

  /** What a tuple is written with. */
  private static final Set<String> TUPLE_FIELDS =
      Set.of("src", "dst", "sport", "dport", "type", "code", "id", "srckey", "dstkey");

  private static final String REPLY_META = "<meta direction=\"reply\">";
  private static final String NO_REPLY =
      "<layer3 protonum=\"0\" protoname=\"unknown\"><src></src><dst></dst></layer3>"
          + "<layer4 protonum=\"0\" protoname=\"unknown\"></layer4>";

  private final FlowBuffer shown = new FlowBuffer();

  /** Prepares to show flows. */
  public FlowText() {}

  /** Appends a flow without its age, as the log of ended flows has it. */
  public void append(StringBuilder line, FlowView flow) {
    TextFormat.PLAIN.appendTo(line, timeless(flow));
  }

  private FlowView timeless(FlowView flow) {
    shown.copy(flow);
    OF_THE_MOMENT.forEach(shown::remove);
    return shown;
  }

  /** Appends a line of {@code -i}. */
  public void appendInternal(StringBuilder text, FlowView flow, long ageSeconds) {
    append(text, flow);
    appendAge(text, ageSeconds);
  }

  private static void appendAge(StringBuilder text, long ageSeconds) {
    text.append(" [active since ").append(ageSeconds).append("s]\n");
  }

  /** Appends a line of {@code -e}, where nobody knows the reply tuple. */
  public void appendExternal(StringBuilder text, FlowView flow, long ageSeconds) {
    int start = text.length();
    append(text, flow);
    cutReply(text, start);
    appendAge(text, ageSeconds);
  }

  /** Appends a line of {@code -e} for a flow that is forgotten in a while. */
  public void appendExpiring(
      StringBuilder text, FlowView flow, long ageSeconds, long expirySeconds) {
    int start = text.length();
    append(text, flow);
    cutReply(text, start);
    text.append(" [expires in ").append(expirySeconds).append("s]");
    appendAge(text, ageSeconds);
  }

  private static void cutReply(StringBuilder text, int start) {
    int original = text.indexOf(" src=", start);
    int reply = text.indexOf(" src=", original + 1);
    int end = reply;
    while (end < text.length() && isTupleField(text, end)) {
      int next = text.indexOf(" ", end + 1);
      end = next < 0 ? text.length() : next;
    }
    text.delete(reply, end);
  }

  private static boolean isTupleField(StringBuilder text, int blank) {
    int equals = text.indexOf("=", blank);
    return equals > 0 && TUPLE_FIELDS.contains(text.substring(blank + 1, equals));
  }

  /** Appends a line of {@code -i -x}. */
  public void appendInternalXml(StringBuilder text, FlowView flow) {
    XmlFormat.PLAIN.appendTo(text, timeless(flow)).append('\n');
  }

  /** Appends a line of {@code -e -x}. */
  public void appendExternalXml(StringBuilder text, FlowView flow) {
    timeless(flow);
    shown.remove(FlowAttribute.ID);
    int start = text.length();
    XmlFormat.PLAIN.appendTo(text, shown).append('\n');
    int reply = text.indexOf(REPLY_META, start) + REPLY_META.length();
    text.replace(reply, text.indexOf("</meta>", reply), NO_REPLY);
  }
}
