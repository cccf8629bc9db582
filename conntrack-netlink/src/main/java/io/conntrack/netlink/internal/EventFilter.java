package io.conntrack.netlink.internal;

import io.conntrack.FlowFilter;
import io.conntrack.netlink.internal.sys.NetlinkSocket;

/** Where the parts of a filter of events run. Immutable. */
final class EventFilter {

  private final FlowFilter residue;

  private EventFilter(FlowFilter residue) {
    this.residue = residue;
  }

  /** Plans a filter. */
  static EventFilter of(FlowFilter filter) {
    return new EventFilter(filter);
  }

  /** Lets the socket's kernel side run its part; to be called before it joins a group. */
  void attach(NetlinkSocket socket) {
    // nothing runs there
  }

  /** Returns what the process has to test. */
  FlowFilter residue() {
    return residue;
  }

  /** Returns both parts for people to read. */
  String explain() {
    return "kernel: nothing\nprocess: " + residue;
  }
}
