package io.conntrack.netlink.internal;

import io.conntrack.FlowFilter;
import io.conntrack.netlink.internal.bpf.CompiledFilter;
import io.conntrack.netlink.internal.bpf.FilterCompiler;
import io.conntrack.netlink.internal.bpf.Program;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;

/** Where the parts of a filter of events run. Immutable. */
final class EventFilter {

  private final CompiledFilter parts;

  private EventFilter(CompiledFilter parts) {
    this.parts = parts;
  }

  /** Splits a filter into what the socket can test and the rest. */
  static EventFilter of(FlowFilter filter) {
    return new EventFilter(FilterCompiler.compile(filter));
  }

  /** Lets the kernel do its part before it queues an event; to be called before joining a group. */
  void attach(NetlinkSocket socket) {
    parts.program().ifPresent(program -> attach(socket, program));
  }

  private static void attach(NetlinkSocket socket, Program program) {
    NativeBuffer bytes = NativeBuffer.allocate(program.lengthBytes());
    program.writeTo(bytes.buffer().duplicate().order(bytes.buffer().order()));
    socket.attachFilter(bytes, program.lengthBytes());
  }

  /** Returns what the process has to test. */
  FlowFilter residue() {
    return parts.residue();
  }

  /** Returns both parts for people to read. */
  String explain() {
    return parts.explain();
  }
}
