package io.conntrack.examples.conntrackd.control;

import java.io.IOException;

/**
 * What carries requests out. Thread-safe: requests of several clients run at once, each on a thread
 * of the server.
 */
@FunctionalInterface
public interface DaemonCommands {

  /**
   * Carries a request out and writes the answer. A request that means nothing to this daemon has an
   * empty answer; there is no other error reply.
   *
   * <p>Writing may block for as long as the client reads slowly, so it must happen under no lock.
   *
   * @throws IOException if the client has gone or does not read, which ends the answer
   */
  void execute(ControlRequest request, Appendable answer) throws IOException;
}
