package io.conntrack;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address as plain bits. Immutable.
 *
 * <p>Unlike {@link InetAddress} it never resolves a name and never turns the IPv6 address {@code
 * ::ffff:10.0.0.1} into an IPv4 one, which for the kernel is a different flow.
 */
public sealed interface IpAddress permits IpAddress.V4, IpAddress.V6 {

  /** Returns the family of this address. */
  IpFamily family();

  /** Returns the upper 64 bits of an IPv6 address, 0 for IPv4. */
  long high();

  /**
   * Returns the lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address as an unsigned
   * number.
   */
  long low();

  /** Appends the shortest usual text of this address, without brackets. */
  StringBuilder appendTo(StringBuilder text);

  /** Appends the text of the address with these bits; allocates nothing. */
  static StringBuilder append(StringBuilder text, IpFamily family, long high, long low) {
    return family == IpFamily.IPV4
        ? IpAddressText.appendV4(text, (int) low)
        : IpAddressText.appendV6(text, high, low);
  }

  /**
   * Reads an address from its text: {@code 192.0.2.1} with four decimal numbers, or any RFC 4291
   * form of IPv6, also {@code ::ffff:192.0.2.1}. Never a host name, a scope ({@code %eth0}) or a
   * prefix.
   *
   * @throws IllegalArgumentException if the text is no address; the message quotes it
   */
  static IpAddress parse(String text) {
    return IpAddressParser.parse(text);
  }

  /** Returns an IPv4 address, the first octet in the highest byte. */
  static IpAddress v4(int bits) {
    return new V4(bits);
  }

  /** Returns an IPv6 address, the first octet in the highest byte of {@code high}. */
  static IpAddress v6(long high, long low) {
    return new V6(high, low);
  }

  /**
   * Returns the address of {@code family} whose bits {@link #high()} and {@link #low()} would give.
   */
  static IpAddress of(IpFamily family, long high, long low) {
    return family == IpFamily.IPV4 ? new V4((int) low) : new V6(high, low);
  }

  /**
   * Returns the address of an {@link InetAddress}; a scope is dropped.
   *
   * <p>The JDK turns IPv4-mapped IPv6 addresses into IPv4 before they reach this method; parse
   * their text instead.
   */
  static IpAddress of(InetAddress address) {
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    return octets.remaining() == 4
        ? new V4(octets.getInt())
        : new V6(octets.getLong(), octets.getLong());
  }

  /** Returns this address for the {@code java.net} API; looks nothing up. */
  default InetAddress toInetAddress() {
    try {
      if (family() == IpFamily.IPV4) {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) low()).array());
      }
      byte[] octets = ByteBuffer.allocate(16).putLong(high()).putLong(low()).array();
      return Inet6Address.getByAddress(null, octets, -1); // unlike the other keeps ::ffff:10.0.0.1
    } catch (UnknownHostException impossible) { // thrown for a wrong number of octets only
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * An IPv4 address.
   *
   * @param bits the four octets, the first one in the highest byte
   */
  record V4(int bits) implements IpAddress {
    @Override
    public IpFamily family() {
      return IpFamily.IPV4;
    }

    @Override
    public long high() {
      return 0;
    }

    @Override
    public long low() {
      return Integer.toUnsignedLong(bits);
    }

    @Override
    public StringBuilder appendTo(StringBuilder text) {
      return IpAddressText.appendV4(text, bits);
    }

    @Override
    public String toString() {
      return appendTo(new StringBuilder(15)).toString();
    }
  }

  /**
   * An IPv6 address.
   *
   * @param high the first eight octets
   * @param low the last eight octets
   */
  record V6(long high, long low) implements IpAddress {
    @Override
    public IpFamily family() {
      return IpFamily.IPV6;
    }

    @Override
    public StringBuilder appendTo(StringBuilder text) {
      return IpAddressText.appendV6(text, high, low);
    }

    @Override
    public String toString() {
      return appendTo(new StringBuilder(39)).toString();
    }
  }
}
