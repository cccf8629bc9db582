package io.conntrack;

/**
 * Says that there is no connection tracking system to talk to: no backend, not Linux, or no
 * ctnetlink.
 */
public final class ConntrackUnavailableException extends ConntrackException {

  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param operation what was tried
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param reason what went wrong and what to do about it
   */
  public ConntrackUnavailableException(String operation, int errno, String reason) {
    super(operation, errno, reason);
  }
}
