package io.conntrack;

/** Says that events were lost and {@link LossPolicy#FAIL} was chosen. */
public final class EventsLostException extends ConntrackException {

  private static final long serialVersionUID = 1;

  private final transient EventsLost lost;

  /**
   * Makes an exception.
   *
   * @param operation what was tried
   * @param errno the kernel's error number, 0 if the error is not the kernel's
   * @param lost what was lost
   */
  public EventsLostException(String operation, int errno, EventsLost lost) {
    super(
        operation,
        errno,
        lost + " - read faster, choose a larger receive buffer, or another policy than FAIL");
    this.lost = lost;
  }

  /** Returns what was lost. */
  public EventsLost lost() {
    return lost;
  }
}
