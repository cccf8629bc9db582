package io.conntrack;

/** Says that no such expectation is in the table, or no longer (ENOENT). */
public final class ExpectationNotFoundException extends ConntrackException {

  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param operation what was tried
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param reason what went wrong and what to do about it
   */
  public ExpectationNotFoundException(String operation, int errno, String reason) {
    super(operation, errno, reason);
  }
}
