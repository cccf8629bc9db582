package io.conntrack.format;

import io.conntrack.EventType;
import io.conntrack.FlowView;

/**
 * Writes flows, and events of flows, as text that people and scripts know from the {@code
 * conntrack} command. Immutable.
 *
 * <p>Appends to a caller's text and allocates nothing for a flow, so that a million of them make no
 * garbage. A flow takes one line; line ends are the caller's.
 */
public sealed interface FlowFormat permits TextFormat, XmlFormat, SaveFormat {

  /**
   * Returns the lines before the first flow, without the last line end; empty if there are none.
   */
  default String header() {
    return "";
  }

  /** Returns the lines behind the last flow, without the last line end; empty if there are none. */
  default String footer() {
    return "";
  }

  /** Appends a flow as a listing shows it. */
  StringBuilder appendTo(StringBuilder text, FlowView flow);

  /** Appends an event. */
  StringBuilder appendEvent(StringBuilder text, EventType type, FlowView flow);

  /** Returns the text of a flow. */
  default String format(FlowView flow) {
    return appendTo(new StringBuilder(192), flow).toString();
  }
}
