package io.conntrack.netlink.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Conntrack events were lost. Not thread-safe; confine to one thread. */
@Name("io.conntrack.Overrun")
@Label("Conntrack Events Lost")
@Description("Conntrack events were lost, mostly because the receive buffer was full")
@Category("Conntrack")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
public final class OverrunEvent extends Event {

  @Label("Network Namespace")
  @Description("Empty for the own one")
  private String namespace = "";

  @Label("Cause")
  private String cause = "";

  @Label("Lost Events")
  @Description("0 if the kernel does not tell how many")
  private long lost;

  @Label("Receive Buffer")
  @DataAmount
  private long bufferBytes;

  /** Makes an event. */
  public OverrunEvent() {}

  /** Records it if it is enabled. */
  public static void record(String namespace, String cause, long lost, long bufferBytes) {
    OverrunEvent event = new OverrunEvent();
    if (event.shouldCommit()) {
      event.namespace = namespace;
      event.cause = cause;
      event.lost = lost;
      event.bufferBytes = bufferBytes;
      event.commit();
    }
  }
}
