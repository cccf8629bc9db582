package io.conntrack.examples.cli;

import io.conntrack.EventType;
import io.conntrack.FlowView;
import io.conntrack.format.FlowFormat;
import io.conntrack.format.SaveFormat;
import io.conntrack.format.TextFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes flows as lines and counts them. A line becomes no object: lines gather in one text, which
 * is encoded as a whole.
 *
 * <p>Not thread-safe; confine to one thread. Errors of the stream are {@link UncheckedIOException}.
 */
final class FlowWriter {

  private static final int CHUNK = 1 << 14;
  private static final int LONGEST_USUAL_LINE = 1 << 10;

  private final OutputStream out;
  private final StringBuilder text = new StringBuilder(CHUNK + LONGEST_USUAL_LINE);
  private char[] chars = new char[CHUNK + LONGEST_USUAL_LINE];
  private byte[] bytes = new byte[CHUNK + LONGEST_USUAL_LINE];
  private FlowFormat format = TextFormat.PLAIN;
  private boolean framed;
  private long count;

  FlowWriter(OutputStream out) {
    this.out = out;
  }

  /** Returns the number of flows written. */
  long count() {
    return count;
  }

  /** Chooses the format, and whether its first and last lines are written around the flows. */
  void format(FlowFormat chosen, boolean withFrame) {
    format = chosen;
    framed = withFrame;
  }

  void write(FlowView flow) {
    begin();
    format.appendTo(text, flow);
    endLine();
  }

  /** Writes a flow that has been deleted. */
  void writeDeleted(FlowView flow) {
    if (format instanceof SaveFormat save) {
      save.appendDeletion(text, flow);
      endLine();
    } else {
      write(flow);
    }
  }

  /** Writes an event and who caused it. */
  void writeEvent(EventType type, FlowView flow, CharSequence cause) {
    begin();
    format.appendEvent(text, type, flow).append(cause);
    endLine();
  }

  private void begin() {
    if (framed && count == 0 && !format.header().isEmpty()) {
      text.append(format.header()).append('\n');
    }
  }

  private void endLine() {
    text.append('\n');
    count++;
    if (text.length() >= CHUNK) {
      drain();
    }
  }

  /** Writes what stands behind the last flow, if there was a first one. */
  void end() {
    if (framed && count > 0 && !format.footer().isEmpty()) {
      text.append(format.footer()).append('\n');
    }
    flush();
  }

  /** Writes text that is no flow. */
  void writeText(String other) {
    text.append(other);
  }

  void flush() {
    drain();
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void drain() {
    try {
      if (encodeAscii()) {
        out.write(bytes, 0, text.length());
      } else {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } finally {
      text.setLength(0);
    }
  }

  /** Encodes the text, unless it has other than ASCII characters, as a helper's name may. */
  private boolean encodeAscii() {
    int length = text.length();
    if (chars.length < length) {
      chars = new char[length];
      bytes = new byte[length];
    }
    text.getChars(0, length, chars, 0);
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= chars[i];
      bytes[i] = (byte) chars[i];
    }
    return all < 0x80;
  }
}
