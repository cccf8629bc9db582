package io.conntrack.examples.cli;

import org.jspecify.annotations.Nullable;

/** Says that a command line is wrong: nothing was touched. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final @Nullable String detail;
  private final int status;

  private UsageException(String message, @Nullable String detail, int status) {
    super(message);
    this.detail = detail;
    this.status = status;
  }

  /** Takes what is wrong in the words of the original command. */
  UsageException(String message) {
    this(message, null);
  }

  /** Takes what is wrong in the words of the original command, and what would be right. */
  UsageException(String message, @Nullable String detail) {
    this(message, detail, WRONG_USAGE);
  }

  UsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
    this.detail = null;
    this.status = WRONG_USAGE;
  }

  /** Returns one of the few mistakes that the original counts among the failures. */
  static UsageException withoutAdvice(String message) {
    return new UsageException(message, null, FAILED);
  }

  @Nullable String detail() {
    return detail;
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
