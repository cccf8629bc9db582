package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowNotFoundException;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.FlowBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks a flow before it is created, and says why the kernel refused it. */
final class Creation {

  private static final int MAX_HELPER_NAME = 15; // NF_CT_HELPER_NAME_LEN less its NUL
  private static final int ALL_TCP_FLAGS = 0xff;

  private Creation() {}

  /**
   * Finds what the kernel would refuse without a reason.
   *
   * @throws IllegalArgumentException with the reason
   */
  static void check(Flow flow) {
    String problem = problem(flow);
    if (problem != null) {
      throw new IllegalArgumentException("create " + flow.original() + ": " + problem);
    }
  }

  /** Returns what the kernel would refuse without a reason, null if nothing. */
  static @Nullable String problem(Flow flow) {
    if (!flow.has(FlowAttribute.TIMEOUT)) {
      return "the timeout is absent - set one, the kernel has no default for it";
    }
    String helper = flow.helperName();
    return helper.length() > MAX_HELPER_NAME
        ? "helper name \"" + helper + "\" is longer than " + MAX_HELPER_NAME + " characters"
        : null;
  }

  /**
   * Returns the flow as a request says it. The kernel shows TCP flags with an empty mask, and takes
   * no flags under one: so that a flow that was read can be created again, all flags count then.
   */
  static Flow request(Flow flow) {
    if (!lacksTcpMask(flow, Direction.ORIGINAL) && !lacksTcpMask(flow, Direction.REPLY)) {
      return flow;
    }
    FlowBuffer request = new FlowBuffer();
    request.copy(flow);
    for (Direction direction : Direction.values()) {
      if (lacksTcpMask(flow, direction)) {
        request.tcpPeer(
            direction, flow.tcpWindowScale(direction), flow.tcpFlags(direction), ALL_TCP_FLAGS);
      }
    }
    return Flow.copyOf(request);
  }

  private static boolean lacksTcpMask(Flow flow, Direction direction) {
    return flow.tcpFlags(direction) != 0 && flow.tcpFlagsMask(direction) == 0;
  }

  /** Returns a refusal with what can be found out about it. */
  static ConntrackException explain(
      Operation operation, Flow flow, ConntrackException refusal, ConntrackTable table) {
    String name = operation.toString();
    int errno = refusal.errno();
    String fact = KernelErrors.fact(errno, "");
    return switch (errno) {
      case Errno.EEXIST -> new FlowExistsException(name, errno, fact + collision(flow, table));
      case Errno.ENOENT ->
          new FlowNotFoundException(
              name,
              errno,
              fact
                  + " - its master "
                  + flow.master().map(Object::toString).orElse("")
                  + " is not in the table");
      case Errno.EOPNOTSUPP ->
          flow.has(FlowAttribute.HELPER)
              ? new UnsupportedByKernelException(
                  name, errno, fact + " - " + KernelErrors.unknownHelper(flow.helperName(), flow))
              : refusal;
      case Errno.ENOMEM -> new ConntrackException(name, errno, fact + shortage(table), refusal);
      default -> refusal;
    };
  }

  private static String collision(Flow flow, ConntrackTable table) {
    Optional<Flow> other =
        table
            .get(flow.original(), flow.zone(Direction.ORIGINAL))
            .or(() -> table.get(flow.reply(), flow.zone(Direction.REPLY)));
    return other
        .map(existing -> " - it collides with the flow " + existing)
        .orElse(" - its reply tuple, or the port that NAT needs, is taken");
  }

  private static String shortage(ConntrackTable table) {
    long count = table.count();
    long limit = table.limit();
    return count >= limit
        ? " - the table is full: "
            + count
            + " flows of "
            + limit
            + "; raise sysctl net.netfilter.nf_conntrack_max"
        : " - the kernel is short of memory, or could not set up NAT";
  }
}
