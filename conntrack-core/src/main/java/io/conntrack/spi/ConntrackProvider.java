package io.conntrack.spi;

import io.conntrack.Conntrack;

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
}
