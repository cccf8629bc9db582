package io.conntrack.netlink.internal;

import io.conntrack.FlowFilter;
import io.conntrack.netlink.internal.bpf.CompiledFilter;
import io.conntrack.netlink.internal.bpf.FilterCompiler;
import io.conntrack.netlink.internal.bpf.Program;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;

/** Where the parts of a filter of events run. Immutable. */
final class EventFilter {

  /** Lengths to try one after the other where there is too little memory for a program. */
  private static final int[] LIMITS = {
    Program.MAX_INSTRUCTIONS, 1_000, 200, Program.MIN_INSTRUCTIONS
  };

  private final FlowFilter filter;
  private final int attempt;
  private final CompiledFilter parts;

  private EventFilter(FlowFilter filter, int attempt) {
    this.filter = filter;
    this.attempt = attempt;
    this.parts = FilterCompiler.compile(filter, LIMITS[attempt]);
  }

  /** Splits a filter into what the socket can test and the rest. */
  static EventFilter of(FlowFilter filter) {
    return new EventFilter(filter, 0);
  }

  /**
   * Lets the kernel do its part before it queues an event; to be called before joining a group.
   *
   * @return the parts by which it is done: where {@code net.core.optmem_max} is too small for the
   *     program, the process has to test more
   */
  EventFilter attach(NetlinkSocket socket) {
    try {
      parts.program().ifPresent(program -> attach(socket, program));
      return this;
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOMEM || attempt == LIMITS.length - 1) {
        throw e;
      }
      return new EventFilter(filter, attempt + 1).attach(socket);
    }
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
