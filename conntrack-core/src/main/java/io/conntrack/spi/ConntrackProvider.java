package io.conntrack.spi;

import io.conntrack.CheckReport;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackStatistics;
import io.conntrack.ConntrackUnavailableException;
import java.util.List;

/**
 * What a backend offers to {@link Conntrack#open()}; found by {@link java.util.ServiceLoader}.
 * Thread-safe.
 */
public interface ConntrackProvider {

  /**
   * Opens the connection tracking system of the calling thread's network namespace.
   *
   * @throws io.conntrack.ConntrackUnavailableException if this system has none; the message says
   *     why and what to do
   * @throws io.conntrack.MissingPrivilegeException if the process may not
   */
  Conntrack open();

  /**
   * Reads what the system shows to everybody of the statistics of the calling thread's network
   * namespace.
   *
   * @throws io.conntrack.ConntrackUnavailableException if it shows none
   */
  default ConntrackStatistics readStatistics() {
    throw new ConntrackUnavailableException(
        "read statistics", 0, "this backend shows none without privilege - open it instead");
  }

  /**
   * Checks what {@link Conntrack#check()} promises; without anything to check, nothing is found.
   * Never throws.
   */
  default CheckReport check() {
    return new CheckReport(List.of());
  }
}
