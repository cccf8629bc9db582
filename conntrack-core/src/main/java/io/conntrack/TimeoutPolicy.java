package io.conntrack;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A named set of timeouts that rules can give to flows of one protocol, instead of those of the
 * network namespace. Immutable.
 */
public final class TimeoutPolicy {

  private static final int LONGEST_NAME = 31; // CTNL_TIMEOUT_NAME_MAX with its NUL is 32

  private final String name;
  private final @Nullable IpFamily family;
  private final ProtocolTimeouts timeouts;
  private final long uses;

  private TimeoutPolicy(
      String name, @Nullable IpFamily family, ProtocolTimeouts timeouts, long uses) {
    this.name = name;
    this.family = family;
    this.timeouts = timeouts;
    this.uses = uses;
  }

  /**
   * Returns a policy to create.
   *
   * @param name 1 to 31 bytes in UTF-8 ({@code CTA_TIMEOUT_NAME})
   * @param family the family of the flows that it is for ({@code CTA_TIMEOUT_L3PROTO})
   * @param timeouts those that differ from the defaults of the network namespace at that moment
   * @throws IllegalArgumentException if the name's length is out of range, or it has a NUL
   */
  public static TimeoutPolicy of(String name, IpFamily family, ProtocolTimeouts timeouts) {
    requireName(name);
    return new TimeoutPolicy(name, family, timeouts, -1);
  }

  /**
   * Returns a policy as the kernel tells it.
   *
   * @param name its name, whatever it is
   * @param family its family; null if it is neither IPv4 nor IPv6
   * @param timeouts all its timeouts
   * @param uses how many rules and flows use it
   */
  public static TimeoutPolicy existing(
      String name, @Nullable IpFamily family, ProtocolTimeouts timeouts, long uses) {
    return new TimeoutPolicy(name, family, timeouts, uses);
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if its length is not 1 to 31 bytes in UTF-8, or it has a NUL
   */
  public static void requireName(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "name of a timeout policy \""
              + name
              + "\" is not allowed: 1 to "
              + LONGEST_NAME
              + " bytes without NUL");
    }
  }

  /** Returns the name, by which rules refer to it. */
  public String name() {
    return name;
  }

  /** Returns the family of the flows that it is for; absent if it is neither IPv4 nor IPv6. */
  public Optional<IpFamily> family() {
    return Optional.ofNullable(family);
  }

  /** Returns the protocol of the flows that it is for ({@code CTA_TIMEOUT_L4PROTO}). */
  public Protocol protocol() {
    return timeouts.protocol();
  }

  /** Returns its timeouts, of one that was read: all ({@code CTA_TIMEOUT_DATA}). */
  public ProtocolTimeouts timeouts() {
    return timeouts;
  }

  /**
   * Returns how many references the kernel holds: 1, and 1 for each rule and flow that uses it;
   * absent if it was not read from the kernel ({@code CTA_TIMEOUT_USE}).
   */
  public OptionalLong uses() {
    return uses < 0 ? OptionalLong.empty() : OptionalLong.of(uses);
  }

  /** Compares all but the number of uses. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TimeoutPolicy policy
        && name.equals(policy.name)
        && family == policy.family
        && timeouts.equals(policy.timeouts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, family, timeouts);
  }

  /** Returns it like {@code fast ipv4 tcp established=600}. */
  @Override
  public String toString() {
    return name + " " + (family == null ? "any" : family) + " " + timeouts;
  }
}
