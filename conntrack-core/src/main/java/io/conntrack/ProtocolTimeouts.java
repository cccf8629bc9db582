package io.conntrack;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Some or all timeouts of one protocol, in whole seconds. Immutable. One that is not there is left
 * as it is, or at the kernel's default: absent is not zero.
 */
public final class ProtocolTimeouts {

  private final Protocol protocol;
  private final Map<TimeoutName, Duration> values;

  private ProtocolTimeouts(Protocol protocol, Map<TimeoutName, Duration> values) {
    this.protocol = protocol;
    this.values = values;
  }

  /**
   * Returns the timeouts of a protocol of which none is there.
   *
   * @param protocol the protocol; {@link TimeoutName#GENERIC_PROTOCOL} for those without their own
   */
  public static ProtocolTimeouts of(Protocol protocol) {
    return new ProtocolTimeouts(protocol, Map.of());
  }

  /**
   * Returns these with one more, or with another value of one.
   *
   * @param timeout 0 to 4,294,967,295 seconds; a part of a second counts as a whole one
   * @throws IllegalArgumentException if it is another protocol's, or out of range
   */
  public ProtocolTimeouts with(TimeoutName name, Duration timeout) {
    if (!name.protocol().equals(protocol)) {
      throw new IllegalArgumentException(
          "timeout " + name + " belongs to " + name.protocol() + ", not to " + protocol);
    }
    long seconds = Integer.toUnsignedLong(Seconds.of("timeout " + name, timeout));
    Map<TimeoutName, Duration> more = new TreeMap<>(Comparator.comparingInt(TimeoutName::number));
    more.putAll(values);
    more.put(name, Duration.ofSeconds(seconds));
    return new ProtocolTimeouts(protocol, Collections.unmodifiableMap(more));
  }

  /** Returns whose timeouts they are. */
  public Protocol protocol() {
    return protocol;
  }

  /** Returns one timeout, absent if it is not among them. */
  public Optional<Duration> value(TimeoutName name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns all that are there, in the kernel's order. */
  public Map<TimeoutName, Duration> values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProtocolTimeouts timeouts
        && protocol.equals(timeouts.protocol)
        && values.equals(timeouts.values);
  }

  @Override
  public int hashCode() {
    return 31 * protocol.hashCode() + values.hashCode();
  }

  /** Returns them like {@code tcp established=600 close=10}, in seconds. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(protocol.toString());
    values.forEach(
        (name, timeout) -> text.append(' ').append(name).append('=').append(timeout.toSeconds()));
    return text.toString();
  }
}
