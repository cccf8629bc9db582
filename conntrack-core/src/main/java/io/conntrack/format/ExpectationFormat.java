package io.conntrack.format;

import io.conntrack.EventType;
import io.conntrack.ExpectationView;

/**
 * Writes expectations, and events of expectations, as text that people and scripts know from {@code
 * conntrack -L expect} and {@code -E expect}. Immutable.
 *
 * <p>Appends to a caller's text and allocates nothing for an expectation, which takes one line;
 * line ends are the caller's.
 */
public sealed interface ExpectationFormat permits ExpectationTextFormat, ExpectationXmlFormat {

  /**
   * Returns the lines before the first expectation, without the last line end; empty if there are
   * none.
   */
  default String header() {
    return "";
  }

  /**
   * Returns the lines behind the last expectation, without the last line end; empty if there are
   * none.
   */
  default String footer() {
    return "";
  }

  /** Appends an expectation as a listing shows it. */
  StringBuilder appendTo(StringBuilder text, ExpectationView expectation);

  /** Appends an event; there is none of an update. */
  StringBuilder appendEvent(StringBuilder text, EventType type, ExpectationView expectation);

  /** Returns the text of an expectation. */
  default String format(ExpectationView expectation) {
    return appendTo(new StringBuilder(256), expectation).toString();
  }
}
