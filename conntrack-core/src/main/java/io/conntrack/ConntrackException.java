package io.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Says that an operation on a connection tracking system failed. The message reads <i>operation:
 * fact (ERRNO) - remedy</i>.
 *
 * <p>A subtype exists where a program would act differently; everything else is this class with its
 * {@link #errno()}.
 */
public class ConntrackException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String operation;
  private final int errno;

  /**
   * Makes an exception.
   *
   * @param operation what was tried, for example {@code delete tcp 10.0.0.1:4711->10.0.0.2:443}
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param reason what went wrong and what to do about it
   */
  public ConntrackException(String operation, int errno, String reason) {
    this(operation, errno, reason, null);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param operation what was tried
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param reason what went wrong and what to do about it
   * @param cause what it follows from
   */
  public ConntrackException(String operation, int errno, String reason, @Nullable Throwable cause) {
    super(operation + ": " + reason, cause);
    this.operation = operation;
    this.errno = errno;
  }

  /** Returns what was tried. */
  public String operation() {
    return operation;
  }

  /**
   * Returns the kernel's error number as in {@code errno(3)}, 0 if the error is not the kernel's.
   */
  public int errno() {
    return errno;
  }
}
