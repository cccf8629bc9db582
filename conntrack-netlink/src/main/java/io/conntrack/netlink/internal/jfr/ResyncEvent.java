package io.conntrack.netlink.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A resync of an event stream, from its dump's request to its end. Not thread-safe. */
@Name("io.conntrack.Resync")
@Label("Conntrack Resync")
@Description("A resync of an event stream after a loss, from its dump's request to its end")
@Category("Conntrack")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
public final class ResyncEvent extends Event {

  @Label("Network Namespace")
  @Description("Empty for the own one")
  private String namespace = "";

  @Label("Flows")
  private long flows;

  @Label("Expectations")
  private long expectations;

  /** Makes an event that has not begun. */
  public ResyncEvent() {}

  /** Ends it, and records it if it is enabled. */
  public void end(String networkNamespace, long flowCount, long expectationCount) {
    end();
    if (shouldCommit()) {
      namespace = networkNamespace;
      flows = flowCount;
      expectations = expectationCount;
      commit();
    }
  }
}
