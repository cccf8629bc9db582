package io.conntrack.examples.cli;

/** Says that a command line is wrong: nothing was touched. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final int status;

  private UsageException(String message, int status) {
    super(message);
    this.status = status;
  }

  UsageException(String message) {
    this(message, WRONG_USAGE);
  }

  UsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
    status = WRONG_USAGE;
  }

  /** Returns one of the few mistakes that the original counts among the failures. */
  static UsageException withoutAdvice(String message) {
    return new UsageException(message, FAILED);
  }

  /** Returns the status to exit with. */
  int status() {
    return status;
  }

  /** Says whether to point to the help. */
  boolean advises() {
    return status == WRONG_USAGE;
  }
}
