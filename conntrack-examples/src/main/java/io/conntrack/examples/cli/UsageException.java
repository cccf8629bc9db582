package io.conntrack.examples.cli;

import org.jspecify.annotations.Nullable;

/** Says that a command line is wrong: the command ends with status 2, and nothing was touched. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final @Nullable String detail;

  /** Takes what is wrong in the words of the original command. */
  UsageException(String message) {
    this(message, null);
  }

  /** Takes what is wrong in the words of the original command, and what would be right. */
  UsageException(String message, @Nullable String detail) {
    super(message);
    this.detail = detail;
  }

  UsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
    this.detail = null;
  }

  @Nullable String detail() {
    return detail;
  }
}
