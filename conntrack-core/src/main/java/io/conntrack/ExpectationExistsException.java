package io.conntrack;

/**
 * Says that a flow with this tuple is expected already (EEXIST), or would be by two expectations
 * (EBUSY, EALREADY).
 */
public final class ExpectationExistsException extends ConntrackException {

  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param operation what was tried
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param reason what went wrong and what to do about it
   */
  public ExpectationExistsException(String operation, int errno, String reason) {
    super(operation, errno, reason);
  }
}
