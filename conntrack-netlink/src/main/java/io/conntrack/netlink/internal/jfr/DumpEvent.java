package io.conntrack.netlink.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A dump of the table, from its request to its end. Not thread-safe; confine to one thread. */
@Name("io.conntrack.Dump")
@Label("Conntrack Dump")
@Description("A dump of the table, from its request to its end")
@Category("Conntrack")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
public final class DumpEvent extends Event {

  @Label("Operation")
  @Description("What the dump was for")
  private String operation = "";

  @Label("Entries")
  @Description("Entries that the kernel sent, before the filter")
  private long entries;

  @Label("Bytes")
  @DataAmount
  private long bytes;

  /** Makes an event that has not begun. */
  public DumpEvent() {}

  /** Counts a datagram of the kernel. */
  public void received(int datagramBytes) {
    bytes += datagramBytes;
  }

  /** Counts an entry. */
  public void entry() {
    entries++;
  }

  /** Ends it, and records it if it is enabled. */
  public void end(Object operationName) {
    end();
    if (shouldCommit()) {
      operation = operationName.toString();
      commit();
    }
  }
}
