package io.conntrack.filter;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Selects by how long a flow has lived: {@code age > 1h}. Immutable.
 *
 * <p>A flow that has ended lived until its end, the flow of an event until the event, any other one
 * until now, which the clock tells in milliseconds. A start in the future is an age of 0. A flow
 * without a start time, which needs the sysctl {@code nf_conntrack_timestamp}, is not selected.
 *
 * @param comparison how the age is compared
 * @param nanos with what, in nanoseconds, 0 or more
 * @param clock tells now; its text is not part of the filter's text, and {@link
 *     FlowFilter#parse(String)} takes the system's clock
 */
public record AgeIs(Comparison comparison, long nanos, InstantSource clock) implements FlowFilter {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * Checks the age.
   *
   * @throws IllegalArgumentException if no age fits: a negative one, or less than 0
   */
  public AgeIs {
    Objects.requireNonNull(clock, "clock");
    if (nanos < 0 || (comparison == Comparison.LESS && nanos == 0)) {
      throw new IllegalArgumentException(
          "age " + comparison + " " + nanos + "ns can never match - expected an age from 0 on");
    }
  }

  /**
   * Selects by the age, by the system's clock.
   *
   * @throws IllegalArgumentException if no age fits
   */
  public static AgeIs of(Comparison comparison, Duration age) {
    return new AgeIs(comparison, age.toNanos(), InstantSource.system());
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(FlowAttribute.START)
        && comparison.holds(Long.compare(Math.max(0, end(flow) - flow.startNanos()), nanos));
  }

  private long end(FlowView flow) {
    if (flow.has(FlowAttribute.STOP)) {
      return flow.stopNanos();
    }
    return flow.has(FlowAttribute.EVENT_TIME)
        ? flow.eventNanos()
        : clock.millis() * NANOS_PER_MILLI;
  }

  @Override
  public String toString() {
    return "age " + comparison + " " + Units.NANOS.text(nanos);
  }
}
