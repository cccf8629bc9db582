package io.conntrack.examples.cli;

import io.conntrack.ConntrackException;
import io.conntrack.EventsLost;
import io.conntrack.ExpectationNotFoundException;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowNotFoundException;
import io.conntrack.MissingPrivilegeException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What the command says on standard error. */
final class Messages {

  /** The name and version that scripts expect. */
  static final String VERSION = "conntrack v1.4.7 (conntrack-tools)";

  static final String NO_SUCH_FLOW = "such conntrack doesn't exist";

  static final String NO_SUCH_EXPECTATION = "No such file or directory";

  private static final int EBUSY = 16;
  private static final int EEXIST = 17;
  private static final int EINVAL = 22;
  private static final int ENOMEM = 12;
  private static final int EMFILE = 24;
  private static final int ENOSPC = 28;
  private static final int EOPNOTSUPP = 95;
  private static final int EALREADY = 114;

  private final PrintStream err;

  Messages(PrintStream err) {
    this.err = err;
  }

  void warn(String warning) {
    err.println(warning);
  }

  void say(String message) {
    err.println(VERSION + ": " + message);
  }

  void bufferSize(long bytes) {
    err.println("NOTICE: Netlink socket buffer size has been set to " + bytes + " bytes.");
  }

  /** Says it in the words that scripts may look for, and then how many there were. */
  void eventsLost(EventsLost lost) {
    err.println("WARNING: We have hit ENOBUFS! We are losing events.");
    err.println("This message means that the current netlink socket buffer size is too small.");
    err.println("Please, check --buffer-size in conntrack(8) manpage.");
    err.println("  " + lost);
  }

  void wrongUsage(UsageException e) {
    say(String.valueOf(e.getMessage()));
    explain(e.detail());
    if (e.advises()) {
      err.println("Try `conntrack -h' or 'conntrack --help' for more information.");
    }
  }

  void failed(OperationFailedException e) {
    failed(e.reason(), e.detail());
  }

  /**
   * Says what the original command says of such an error, and, where that tells too little, what
   * the library says.
   */
  void failed(ConntrackException e) {
    String usual = usualText(e);
    boolean tellsAll = e instanceof FlowExistsException || e instanceof FlowNotFoundException;
    if (usual == null) {
      failed(String.valueOf(e.getMessage()), null);
    } else {
      failed(usual, tellsAll ? null : e.getMessage());
    }
  }

  /** Says it in the words that scripts may look for, and then in better ones if there are any. */
  void failed(String reason, @Nullable String detail) {
    say("Operation failed: " + reason);
    explain(detail);
  }

  /** Says what the original does not. */
  void explain(@Nullable String detail) {
    if (detail != null) {
      err.println("  " + detail);
    }
  }

  private static @Nullable String usualText(ConntrackException e) {
    if (e instanceof FlowExistsException) {
      return "Such conntrack exists, try -U to update";
    }
    if (e instanceof FlowNotFoundException) {
      return NO_SUCH_FLOW;
    }
    if (e instanceof ExpectationNotFoundException) {
      return NO_SUCH_EXPECTATION;
    }
    if (e instanceof MissingPrivilegeException) {
      return "sorry, you must be root or get CAP_NET_ADMIN capability to do this";
    }
    return switch (e.errno()) {
      case EBUSY -> "Device or resource busy";
      case EEXIST -> "File exists";
      case EINVAL -> "invalid parameters";
      case EMFILE -> "Too many open files";
      case ENOMEM -> "not enough memory";
      case ENOSPC -> "No space left on device";
      case EOPNOTSUPP -> "Operation not supported";
      case EALREADY -> "Operation already in progress";
      default -> null;
    };
  }
}
