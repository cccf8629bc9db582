package io.conntrack.netlink.internal.sys;

/** A system call failed. The layer above turns it into an exception of the API. */
public final class SystemCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String call;
  private final int errno;

  /** Names the call, with its arguments where they help, and the error number. */
  public SystemCallException(String call, int errno) {
    super(message(call, errno));
    this.call = call;
    this.errno = errno;
  }

  /** Adds what the user can do about it. */
  public SystemCallException(String call, int errno, String remedy) {
    super(message(call, errno) + " - " + remedy);
    this.call = call;
    this.errno = errno;
  }

  /** Describes the call that just failed on this thread. */
  static SystemCallException last(String call) {
    return new SystemCallException(call, Errno.last());
  }

  /** Passes on the result of a call that returns -1 on failure. */
  static int check(String call, int result) {
    if (result < 0) {
      throw last(call);
    }
    return result;
  }

  /** Returns if the call that just failed may be made again, since a signal interrupted it. */
  static void throwUnlessInterrupted(String call) {
    int errno = Errno.last();
    if (errno != Errno.EINTR) {
      throw new SystemCallException(call, errno);
    }
  }

  private static String message(String call, int errno) {
    return call + ": " + Errno.text(errno) + " (" + Errno.name(errno) + ")";
  }

  /** Returns the call that failed, such as {@code bind}. */
  public String call() {
    return call;
  }

  /** Returns the error number, one of {@link Errno} or one that this version does not know. */
  public int errno() {
    return errno;
  }
}
