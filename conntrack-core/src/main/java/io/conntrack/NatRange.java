package io.conntrack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From what a new flow's translated address and port are chosen. Immutable.
 *
 * <p>The kernel takes it when a flow is created ({@code CTA_NAT_SRC}, {@code CTA_NAT_DST}) and
 * never sends it: the outcome is visible in the reply tuple.
 *
 * @param firstAddress the first address, or null to keep the address
 * @param lastAddress the last address, included; null exactly if {@code firstAddress} is
 * @param firstPort the first port, or for ICMP the id: 0 to 65535; 0 together with {@code lastPort}
 *     0 keeps the port
 * @param lastPort the last port, included
 */
public record NatRange(
    @Nullable IpAddress firstAddress,
    @Nullable IpAddress lastAddress,
    int firstPort,
    int lastPort) {

  /**
   * Checks that each range runs upwards, because the kernel would choose anything from one that
   * does not.
   *
   * @throws IllegalArgumentException if it does not, or the families differ, or a port is out of
   *     range
   */
  public NatRange {
    if ((firstAddress == null) != (lastAddress == null)) {
      throw new IllegalArgumentException("a range of addresses needs a first and a last one");
    }
    if (firstAddress != null && lastAddress != null) {
      checkAddresses(firstAddress, lastAddress);
    }
    if (firstPort < 0 || lastPort > 0xffff || firstPort > lastPort) {
      throw new IllegalArgumentException(
          "port range "
              + firstPort
              + "-"
              + lastPort
              + " is not allowed: first <= last, both 0 to 65535");
    }
  }

  private static void checkAddresses(IpAddress first, IpAddress last) {
    if (first.family() != last.family()) {
      throw new IllegalArgumentException(
          "mixed address families in NAT range " + first + "-" + last);
    }
    int order = Long.compareUnsigned(first.high(), last.high());
    if (order > 0 || (order == 0 && Long.compareUnsigned(first.low(), last.low()) > 0)) {
      throw new IllegalArgumentException(
          "NAT range " + first + "-" + last + " runs downwards: first <= last");
    }
  }

  /** Returns a range of this one address that keeps the port where it can. */
  public static NatRange to(IpAddress address) {
    return new NatRange(address, address, 0, 0);
  }

  /** Returns a range of this one address and port. */
  public static NatRange to(IpAddress address, int port) {
    return new NatRange(address, address, port, port);
  }

  /**
   * Returns a range of addresses that keeps the port where it can.
   *
   * @throws IllegalArgumentException if it runs downwards or the families differ
   */
  public static NatRange between(IpAddress first, IpAddress last) {
    return new NatRange(first, last, 0, 0);
  }

  /**
   * Returns a range of ports, or for ICMP of ids, that keeps the address.
   *
   * @throws IllegalArgumentException if it runs downwards or leaves 0 to 65535
   */
  public static NatRange ports(int first, int last) {
    return new NatRange(null, null, first, last);
  }

  /**
   * Returns a range of the same addresses with these ports.
   *
   * @throws IllegalArgumentException if they run downwards or leave 0 to 65535
   */
  public NatRange withPorts(int first, int last) {
    return new NatRange(firstAddress, lastAddress, first, last);
  }

  /** Returns the first address, absent if the address is kept. */
  public Optional<IpAddress> address() {
    return Optional.ofNullable(firstAddress);
  }

  /**
   * Says whether ports are chosen from the range; otherwise the kernel keeps the port where it can.
   */
  public boolean hasPorts() {
    return lastPort != 0;
  }
}
