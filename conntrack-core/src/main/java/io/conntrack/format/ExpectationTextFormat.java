package io.conntrack.format;

import io.conntrack.EventType;
import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationFlags;
import io.conntrack.ExpectationView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes expectations as lines of {@code conntrack -L expect}, and events as lines of {@code
 * conntrack -E expect}. Immutable.
 *
 * <p>As in the original command NAT, the function and the id are not shown, and {@code -o extended}
 * and {@code -o id} change nothing.
 */
public final class ExpectationTextFormat implements ExpectationFormat {

  /** The format of the command without options. */
  public static final ExpectationTextFormat PLAIN = new ExpectationTextFormat(false);

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int MICROS_WIDTH = 6;

  private final boolean clock;

  private ExpectationTextFormat(boolean clock) {
    this.clock = clock;
  }

  /** Returns this format with the time of writing in front of each line; {@code -o timestamp}. */
  public ExpectationTextFormat withClock() {
    return new ExpectationTextFormat(true);
  }

  @Override
  public StringBuilder appendEvent(StringBuilder text, EventType type, ExpectationView view) {
    appendClock(text);
    return appendLine(text.append(TextFormat.label(type)), view);
  }

  @Override
  public StringBuilder appendTo(StringBuilder text, ExpectationView view) {
    appendClock(text);
    return appendLine(text, view);
  }

  /** The original fills microseconds up with blanks, behind them. */
  private void appendClock(StringBuilder text) {
    if (clock) {
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      text.append('[').append(micros / MICROS_PER_SECOND).append('.');
      int start = text.length();
      text.append(micros % MICROS_PER_SECOND);
      while (text.length() < start + MICROS_WIDTH) {
        text.append(' ');
      }
      text.append("]\t");
    }
  }

  private static StringBuilder appendLine(StringBuilder line, ExpectationView view) {
    if (view.has(ExpectationAttribute.TIMEOUT)) {
      line.append(view.timeoutSeconds()).append(' ');
    }
    line.append("proto=").append(view.tuple().protocolNumber()).append(' ');
    TupleText.append(line, view.tuple());
    TupleText.append(line.append(' '), view.mask(), "mask-");
    TupleText.append(line.append(' '), view.master(), "master-");
    if (view.has(ExpectationAttribute.ZONE)) {
      line.append(" zone=").append(view.zoneId());
    }
    appendFlags(line, view.flagBits());
    if (view.has(ExpectationAttribute.CLASS)) {
      line.append(" class=").append(view.classNumber());
    }
    if (view.has(ExpectationAttribute.HELPER)) {
      line.append(" helper=").append(view.helperName());
    }
    return line;
  }

  private static void appendFlags(StringBuilder line, int flags) {
    char before = ' ';
    if ((flags & ExpectationFlags.PERMANENT.bits()) != 0) {
      line.append(before).append("PERMANENT");
      before = ',';
    }
    if ((flags & ExpectationFlags.INACTIVE.bits()) != 0) {
      line.append(before).append("INACTIVE");
      before = ',';
    }
    if ((flags & ExpectationFlags.USERSPACE.bits()) != 0) {
      line.append(before).append("USERSPACE");
    }
  }
}
