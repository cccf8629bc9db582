package io.conntrack.examples.cli;

import io.conntrack.EventType;
import io.conntrack.ExpectationView;
import io.conntrack.format.ExpectationFormat;
import io.conntrack.format.ExpectationTextFormat;
import io.conntrack.format.ExpectationXmlFormat;
import java.util.Set;

/** Writes expectations as lines and counts them. Not thread-safe; confine to one thread. */
final class ExpectationWriter {

  private final FlowWriter out;
  private final ExpectationFormat format;
  private final StringBuilder line = new StringBuilder();
  private long count;

  /** Makes one that writes in the format that {@code -o} asks for. */
  ExpectationWriter(FlowWriter out, Set<OutputOption> output) {
    this.out = out;
    this.format = format(output);
  }

  private static ExpectationFormat format(Set<OutputOption> output) {
    boolean clock = output.contains(OutputOption.TIMESTAMP);
    if (output.contains(OutputOption.XML)) {
      ExpectationXmlFormat xml = ExpectationXmlFormat.PLAIN;
      return clock ? xml.withClock() : xml;
    }
    ExpectationTextFormat text = ExpectationTextFormat.PLAIN;
    return clock ? text.withClock() : text;
  }

  /** Returns the number of expectations written. */
  long count() {
    return count;
  }

  void write(ExpectationView expectation) {
    begin();
    format.appendTo(line, expectation);
    endLine();
  }

  void writeEvent(EventType type, ExpectationView expectation) {
    begin();
    format.appendEvent(line, type, expectation);
    endLine();
  }

  private void begin() {
    if (count == 0 && !format.header().isEmpty()) {
      line.append(format.header()).append('\n');
    }
  }

  private void endLine() {
    out.writeText(line.append('\n').toString());
    line.setLength(0);
    count++;
  }

  /** Writes what stands behind the last expectation, if there was a first one. */
  void end() {
    if (count > 0 && !format.footer().isEmpty()) {
      out.writeText(format.footer() + "\n");
    }
    out.flush();
  }
}
