package io.conntrack.netlink.internal;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowNotFoundException;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.time.Duration;

/**
 * Turns error numbers into exceptions: the one place that knows which is which. The message reads
 * <i>operation: fact (ERRNO) - remedy</i>.
 */
final class KernelErrors {

  static final String NEEDS_NET_ADMIN =
      "needs CAP_NET_ADMIN in the user namespace that owns this network namespace, e.g. AmbientCapabilities=CAP_NET_ADMIN in"
          + " the service unit, or run as root";

  static final String NEEDS_CTNETLINK =
      "the kernel has no ctnetlink: load it with \"modprobe nf_conntrack_netlink\", or use a kernel with"
          + " CONFIG_NF_CT_NETLINK";

  private static final String NEEDS_INET_DIAG =
      "the kernel does not show its sockets: load them with \"modprobe -a inet_diag tcp_diag udp_diag\", or use a kernel"
          + " with CONFIG_INET_DIAG and CONFIG_INET_UDP_DIAG";

  private static final String NEEDS_DIAG_DESTROY =
      "closing sockets takes a kernel with CONFIG_INET_DIAG_DESTROY, Linux 4.5 for TCP and 4.9 for UDP";

  private KernelErrors() {}

  /** Returns the exception for a refusal whose meaning does not depend on the operation. */
  static ConntrackException refusal(Operation operation, int errno, String explanation) {
    String fact = fact(errno, explanation);
    String name = operation.toString();
    return switch (errno) {
      case Errno.EPERM ->
          new MissingPrivilegeException(name, errno, fact + " - " + NEEDS_NET_ADMIN);
      case Errno.ENOENT ->
          new FlowNotFoundException(
              name, errno, fact + " - no such flow is in the table, or no longer");
      case Errno.EEXIST ->
          new FlowExistsException(name, errno, fact + " - delete or update that flow instead");
      case Errno.EOPNOTSUPP ->
          new UnsupportedByKernelException(name, errno, fact + " - this kernel cannot do that");
      default -> new ConntrackException(name, errno, fact + remedy(errno));
    };
  }

  private static String remedy(int errno) {
    return switch (errno) {
      case Errno.EACCES ->
          " - its owner and root may open it; the namespace of somebody else's process takes"
              + " CAP_SYS_PTRACE";
      case Errno.EBUSY -> " - the kernel does not let this attribute be changed so";
      case Errno.EINVAL ->
          " - a value is missing, contradicts another one, or is not known to this kernel";
      case Errno.ERANGE -> " - a value lies outside of what the kernel allows";
      case Errno.ETIME -> " - the flow is ending";
      case Errno.ENOSPC ->
          " - the flow has no room for labels: a rule that uses labels must be loaded before it is created";
      case Errno.ENOBUFS -> " - an answer was lost, so the outcome is not known: look at the table";
      case Errno.ENOMEM -> " - the kernel is short of memory";
      default -> "";
    };
  }

  /** Returns the exception for a refusal that the caller explains. */
  static String fact(int errno, String explanation) {
    String kernelText = explanation.isEmpty() ? "" : ": " + explanation;
    return Errno.text(errno) + " (" + Errno.name(errno) + ")" + kernelText;
  }

  /** Says that a flow cannot have a helper because the kernel has none of that name. */
  static String unknownHelper(String name, Flow flow) {
    return "the kernel knows no helper \""
        + name
        + "\" for "
        + flow.original().protocol()
        + " over "
        + flow.original().family()
        + ": load its module, e.g. \"modprobe nf_conntrack_"
        + name
        + "\"";
  }

  /** Returns the exception for a system call that failed. */
  static ConntrackException systemCall(Operation operation, SystemCallException failure) {
    return switch (failure.errno()) {
      case Errno.EPERM, Errno.EACCES ->
          new MissingPrivilegeException(
              operation.toString(),
              failure.errno(),
              failure.getMessage() + remedy(failure.errno()));
      case Errno.EPROTONOSUPPORT, Errno.EAFNOSUPPORT, Errno.ESOCKTNOSUPPORT ->
          new ConntrackUnavailableException(
              operation.toString(),
              failure.errno(),
              failure.getMessage() + " - " + NEEDS_CTNETLINK);
      default ->
          new ConntrackException(
              operation.toString(),
              failure.errno(),
              failure.getMessage() + remedy(failure.errno()),
              failure);
    };
  }

  /** Returns the exception for a refusal to find or to close sockets. */
  static ConntrackException socketRefusal(Operation operation, int errno, String explanation) {
    String fact = fact(errno, explanation);
    String name = operation.toString();
    return switch (errno) {
      case Errno.EPERM ->
          new MissingPrivilegeException(name, errno, fact + " - " + NEEDS_NET_ADMIN);
      case Errno.EOPNOTSUPP ->
          new UnsupportedByKernelException(name, errno, fact + " - " + NEEDS_DIAG_DESTROY);
      case Errno.ENOENT, Errno.EINVAL, Errno.EPROTONOSUPPORT ->
          new UnsupportedByKernelException(name, errno, fact + " - " + NEEDS_INET_DIAG);
      default -> new ConntrackException(name, errno, fact);
    };
  }

  /** Returns the exception for a kernel that does not know the subsystem. */
  static ConntrackUnavailableException noCtnetlink(Operation operation, int errno) {
    return new ConntrackUnavailableException(
        operation.toString(), errno, fact(errno, "") + " - " + NEEDS_CTNETLINK);
  }

  /** Returns the exception for an object that was closed. */
  static ConntrackClosedException closed(Operation operation) {
    return new ConntrackClosedException(operation.toString(), 0, "closed - open another one");
  }

  /** Returns the exception for an answer that did not come. */
  static ConntrackTimeoutException timedOut(Operation operation, Duration timeout) {
    return new ConntrackTimeoutException(
        operation.toString(),
        0,
        "no answer within "
            + timeout.toMillis()
            + " ms - whether it was done is unknown, look at the table");
  }

  /** Returns the exception for a datagram that did not fit. */
  static ConntrackException truncated(Operation operation, int length, int capacity) {
    return new ConntrackException(
        operation.toString(),
        0,
        "a datagram of " + length + " bytes did not fit into " + capacity + ": messages were lost");
  }
}
