package io.conntrack.examples.cli;

import org.jspecify.annotations.Nullable;

/** Says that a correct command line could not be carried out: the command ends with status 1. */
final class OperationFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String reason;
  private final @Nullable String detail;

  /** Takes the reason in the words of the original command. */
  OperationFailedException(String reason) {
    this(reason, null);
  }

  /** Takes the reason in the words of the original command, and better ones. */
  OperationFailedException(String reason, @Nullable String detail) {
    super(detail == null ? reason : reason + " - " + detail);
    this.reason = reason;
    this.detail = detail;
  }

  String reason() {
    return reason;
  }

  @Nullable String detail() {
    return detail;
  }
}
