package io.conntrack;

/**
 * Says that no answer came before the deadline. Whether the kernel did what was asked is unknown.
 */
public final class ConntrackTimeoutException extends ConntrackException {

  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param operation what was tried
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param reason what went wrong and what to do about it
   */
  public ConntrackTimeoutException(String operation, int errno, String reason) {
    super(operation, errno, reason);
  }
}
