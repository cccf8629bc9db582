package io.conntrack.examples.conntrackd;

/** Says that a command line is wrong: nothing was touched. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean showsHelp;

  UsageException(String message, boolean showsHelp) {
    super(message);
    this.showsHelp = showsHelp;
  }

  /** Says whether the help follows. */
  boolean showsHelp() {
    return showsHelp;
  }
}
