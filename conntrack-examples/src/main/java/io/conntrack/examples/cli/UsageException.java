package io.conntrack.examples.cli;

/** Says that a command line is wrong: the command ends with status 2, and nothing was touched. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }

  UsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
