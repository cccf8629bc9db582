package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowUpdate;
import io.conntrack.Status;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.sys.Errno;

/** Says why the kernel refused to change a flow. */
final class Updating {

  private Updating() {}

  /**
   * Returns a refusal with what can be found out about it.
   *
   * @param flow the flow as it was looked up, so that the privilege was there
   */
  static ConntrackException explain(
      Operation operation, Flow flow, FlowUpdate update, ConntrackException refusal) {
    String name = operation.toString();
    int errno = refusal.errno();
    String fact = KernelErrors.fact(errno, "") + " - ";
    String helper = update.helper().orElse(null);
    if (errno == Errno.EPERM && update.timeoutSeconds().isPresent()) {
      return new ConntrackException(
          name, errno, fact + "the flow has status FIXED_TIMEOUT, which is for ever", refusal);
    }
    if (errno == Errno.EBUSY && helper != null) {
      return new ConntrackException(name, errno, fact + otherHelper(helper, flow), refusal);
    }
    if (errno == Errno.EOPNOTSUPP && helper != null) {
      return new UnsupportedByKernelException(name, errno, fact + noHelper(helper, flow));
    }
    if (errno == Errno.ERANGE && update.tcpState().isPresent()) {
      return new ConntrackException(
          name, errno, fact + "this kernel knows no TCP state " + update.tcpState().get(), refusal);
    }
    return refusal;
  }

  private static String otherHelper(String helper, Flow flow) {
    if (flow.status().filter(bits -> bits.has(Status.EXPECTED)).isPresent()) {
      return "the flow was expected by another one's helper and cannot have helper \""
          + helper
          + "\"";
    }
    return flow.has(FlowAttribute.HELPER)
        ? "the flow has helper \""
            + flow.helperName()
            + "\", which can be removed but not replaced by \""
            + helper
            + "\""
        : "the flow's helper was removed, and it gets none any more";
  }

  private static String noHelper(String helper, Flow flow) {
    String unknown = KernelErrors.unknownHelper(helper, flow);
    return flow.has(FlowAttribute.HELPER)
        ? unknown
        : unknown + "; or the flow was created without a helper, and gets none any more";
  }
}
