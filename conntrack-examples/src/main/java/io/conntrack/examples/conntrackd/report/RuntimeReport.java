package io.conntrack.examples.conntrackd.report;

import static io.conntrack.examples.conntrackd.report.CacheReport.format;

import java.io.IOException;
import java.time.Duration;

/** Shows the daemon itself, {@code -s runtime}. */
public final class RuntimeReport {

  private RuntimeReport() {}

  /** Writes all of it. */
  public static void write(Appendable out, RuntimeNumbers runtime) throws IOException {
    out.append("daemon uptime: ").append(uptime(runtime.uptime())).append("\n\n");
    out.append("netlink stats:\n");
    line(out, "\tevents received:\t", runtime.events(), 20);
    line(out, "\tevents filtered:\t", runtime.filtered(), 20);
    line(out, "\tevents unknown type:\t\t", runtime.unknown(), 12);
    line(out, "\tcatch event failed:\t\t", runtime.failed(), 12);
    line(out, "\tdump unknown type:\t\t", runtime.dumpUnknown(), 12);
    line(out, "\tnetlink overrun:\t\t", runtime.overruns(), 12);
    line(out, "\tflush kernel table:\t\t", runtime.flushes(), 12);
    line(out, "\tresync with kernel table:\t", runtime.resyncs(), 12);
    line(out, "\tcurrent buffer size (in bytes):\t", runtime.bufferBytes(), 12);
    out.append("\nruntime stats:\n");
    line(out, "\tchild process failed:\t\t", 0, 12); // there are no child processes here
    line(out, "\t\tchild process segfault:\t", 0, 12);
    line(out, "\t\tchild process termsig:\t", 0, 12);
    line(out, "\tselect failed:\t\t\t", 0, 12);
    line(out, "\twait failed:\t\t\t", 0, 12);
    line(out, "\tlocal read failed:\t\t", runtime.requestsUnread(), 12);
    line(out, "\tlocal unknown request:\t\t", runtime.requestsUnknown(), 12);
    out.append('\n');
  }

  private static void line(Appendable out, String title, long value, int width) throws IOException {
    out.append(format("%s%" + width + "d%n", title, value));
  }

  private static String uptime(Duration time) {
    StringBuilder text = new StringBuilder();
    if (time.toDays() > 0) {
      text.append(time.toDays()).append(time.toDays() == 1 ? " day " : " days ");
    }
    if (time.toHours() > 0) {
      text.append(time.toHoursPart()).append(" h ");
    }
    return text.append(time.toMinutesPart()).append(" min").toString();
  }
}
