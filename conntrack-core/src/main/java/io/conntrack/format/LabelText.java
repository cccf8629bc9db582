package io.conntrack.format;

import io.conntrack.FlowView;
import io.conntrack.LabelNames;

/** Writes the names of a flow's labels in the order of their bits, without allocating. */
final class LabelText {

  private LabelText() {}

  /** Appends the names with commas between them; bits without a name are left out. */
  static void append(StringBuilder text, LabelNames names, FlowView flow) {
    append(text, names, flow, "", ",", "");
  }

  /** Appends each name in an element of its own. */
  static void appendElements(StringBuilder text, LabelNames names, FlowView flow) {
    append(text, names, flow, "<label>", "", "</label>");
  }

  private static void append(
      StringBuilder text,
      LabelNames names,
      FlowView flow,
      String before,
      String between,
      String after) {
    int start = text.length();
    for (int half = 0; half <= Long.SIZE; half += Long.SIZE) {
      long bits = half == 0 ? flow.labelsLow() : flow.labelsHigh();
      for (; bits != 0; bits &= bits - 1) {
        String name = names.name(half + Long.numberOfTrailingZeros(bits)).orElse("");
        if (!name.isEmpty()) {
          text.append(text.length() == start ? "" : between);
          text.append(before).append(name).append(after);
        }
      }
    }
  }
}
