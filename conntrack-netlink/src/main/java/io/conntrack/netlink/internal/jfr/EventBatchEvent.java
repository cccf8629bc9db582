package io.conntrack.netlink.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * One system call that received conntrack events. Used again and again. Not thread-safe; confine to
 * one thread.
 */
@Name("io.conntrack.EventBatch")
@Label("Conntrack Event Batch")
@Description("One system call that received conntrack events")
@Category("Conntrack")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
public final class EventBatchEvent extends Event {

  @Label("Network Namespace")
  @Description("Empty for the own one")
  private String namespace = "";

  @Label("Events")
  private int events;

  /** Makes an event that has not begun. */
  public EventBatchEvent() {}

  /** Ends it, and records it if it is enabled. */
  public void end(String networkNamespace, int received) {
    end();
    if (shouldCommit()) {
      namespace = networkNamespace;
      events = received;
      commit();
    }
  }
}
