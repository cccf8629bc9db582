package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.Expectation;
import io.conntrack.ExpectationExistsException;
import io.conntrack.ExpectationNotFoundException;
import io.conntrack.ExpectationView;
import io.conntrack.FlowNotFoundException;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.sys.Errno;
import org.jspecify.annotations.Nullable;

/** Finds what no kernel can do with an expectation, and says why the kernel refused one. */
final class ExpectationErrors {

  private static final int MAX_HELPER_NAME = 15; // NF_CT_HELPER_NAME_LEN less its NUL
  private static final int MAX_FUNCTION_NAME = 63; // no kernel has a longer one

  private ExpectationErrors() {}

  /** Returns what the kernel would refuse without a reason, null if nothing. */
  static @Nullable String problem(ExpectationView expectation) {
    String problem = tooLong("helper", expectation.helperName(), MAX_HELPER_NAME);
    return problem != null
        ? problem
        : tooLong("function", expectation.functionName(), MAX_FUNCTION_NAME);
  }

  private static @Nullable String tooLong(String what, String name, int limit) {
    return name.length() > limit
        ? what + " name \"" + name + "\" is longer than " + limit + " characters"
        : null;
  }

  /** Returns the refusal of a creation with what is known about it. */
  static ConntrackException creation(
      Operation operation, Expectation expectation, ConntrackException refusal) {
    String name = operation.toString();
    int errno = refusal.errno();
    String fact = KernelErrors.fact(errno, "");
    return switch (errno) {
      case Errno.ENOENT ->
          new FlowNotFoundException(
              name,
              errno,
              fact + " - its master " + expectation.master() + " is not in the table in that zone");
      case Errno.EOPNOTSUPP ->
          new UnsupportedByKernelException(name, errno, fact + " - " + helperless(expectation));
      case Errno.EEXIST, Errno.EALREADY, Errno.EBUSY ->
          new ExpectationExistsException(name, errno, clash(errno, fact));
      case Errno.EMFILE ->
          new ConntrackException(
              name,
              errno,
              "too many expectations (EMFILE) - raise sysctl net.netfilter.nf_conntrack_expect_max",
              refusal);
      case Errno.ESHUTDOWN ->
          new ConntrackException(name, errno, fact + " - its master is ending", refusal);
      case Errno.EINVAL ->
          new ConntrackException(name, errno, fact + " - " + choices(expectation), refusal);
      default -> refusal;
    };
  }

  private static String clash(int errno, String fact) {
    return switch (errno) {
      case Errno.EEXIST -> fact + " - its master expects such a flow already: delete that first";
      case Errno.EALREADY ->
          "already expected (EALREADY) - another master, or another class, expects this flow";
      default -> fact + " - an expectation of another mask covers a part of what this one does";
    };
  }

  private static String helperless(Expectation expectation) {
    return "its master "
        + expectation.master()
        + " has no helper: give it one when it is created, e.g. by a rule \"ct helper set\""
        + expectation
            .helper()
            .map(
                helper -> "; an older kernel also wants the helper \"" + helper + "\" to be loaded")
            .orElse("");
  }

  private static String choices(Expectation expectation) {
    StringBuilder text = new StringBuilder("the kernel may not know one of: ");
    text.append("class ").append(expectation.classNumber()).append(" of that helper");
    text.append(", flags 0x").append(Integer.toHexString(expectation.flagBits()));
    expectation
        .function()
        .ifPresent(function -> text.append(", function \"").append(function).append('"'));
    return text.toString();
  }

  /** Returns the refusal to do something with an expectation that should be there. */
  static ConntrackException absence(Operation operation, ConntrackException refusal) {
    if (refusal instanceof ExpectationNotFoundException) {
      return refusal;
    }
    int errno = refusal.errno();
    String fact = KernelErrors.fact(errno, "");
    return switch (errno) {
      case Errno.ENOENT ->
          new ExpectationNotFoundException(
              operation.toString(),
              errno,
              fact + " - no such expectation is in the table of that zone, or no longer");
      case Errno.ETIME ->
          new ExpectationNotFoundException(
              operation.toString(), errno, fact + " - the expectation is ending");
      default -> refusal;
    };
  }

  /** Returns the exception for an expectation that another one covers. */
  static ExpectationNotFoundException covered(Operation operation, Expectation other) {
    return new ExpectationNotFoundException(
        operation.toString(),
        Errno.ENOENT,
        "no expectation has exactly this tuple (ENOENT) - it is covered by that of " + other);
  }
}
