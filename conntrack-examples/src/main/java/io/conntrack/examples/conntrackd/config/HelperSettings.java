package io.conntrack.examples.conntrackd.config;

import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import java.util.List;

/**
 * Which connection tracking helpers would run in user space. Immutable. They are read so that a
 * file with them is understood; this daemon runs none.
 *
 * @param setup whether the daemon was to configure the kernel
 * @param types the helpers
 */
public record HelperSettings(boolean setup, List<HelperType> types) {

  static final HelperSettings NONE = new HelperSettings(true, List.of());

  /**
   * A helper. Immutable.
   *
   * @param name what it is called
   * @param family the network protocol
   * @param protocol TCP or UDP
   * @param queueNumber the queue of packets, 0 to 65535
   * @param queueLength the most packets in the queue
   * @param policies what it may expect
   */
  public record HelperType(
      String name,
      IpFamily family,
      Protocol protocol,
      int queueNumber,
      int queueLength,
      List<Policy> policies) {}

  /**
   * What a helper may expect. Immutable.
   *
   * @param name what it is called
   * @param most the most expectations of a flow
   * @param timeoutSeconds how long an expectation is kept
   */
  public record Policy(String name, int most, int timeoutSeconds) {}
}
