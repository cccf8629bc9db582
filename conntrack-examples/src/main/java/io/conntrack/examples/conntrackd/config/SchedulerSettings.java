package io.conntrack.examples.conntrackd.config;

/**
 * A real-time policy of the kernel's scheduler. Immutable.
 *
 * @param policy {@code RR} or {@code FIFO}
 * @param priority 0 to 99
 */
public record SchedulerSettings(Policy policy, int priority) {

  /** {@code sched.h}. */
  public enum Policy {
    /** {@code SCHED_FIFO}. */
    FIFO(1),
    /** {@code SCHED_RR}. */
    RR(2);

    private final int number;

    Policy(int number) {
      this.number = number;
    }

    /** Returns the kernel's number. */
    public int number() {
      return number;
    }
  }
}
