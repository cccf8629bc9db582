package io.conntrack;

/**
 * What a direction of a flow has carried since the flow began or its counters were zeroed.
 * Immutable.
 *
 * @param packets number of packets, an unsigned 64-bit number ({@code CTA_COUNTERS_PACKETS})
 * @param bytes number of bytes from the IP header on, an unsigned 64-bit number ({@code
 *     CTA_COUNTERS_BYTES})
 */
public record Counters(long packets, long bytes) {

  /** Returns {@code packets=N bytes=N}. */
  @Override
  public String toString() {
    return "packets=" + Long.toUnsignedString(packets) + " bytes=" + Long.toUnsignedString(bytes);
  }
}
