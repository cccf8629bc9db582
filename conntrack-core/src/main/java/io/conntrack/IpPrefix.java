package io.conntrack;

import java.util.Objects;

/**
 * A network: all addresses of one family whose first bits agree. Immutable.
 *
 * @param address the network's address; bits behind the prefix are zero
 * @param length number of leading bits that count: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpPrefix(IpAddress address, int length) {

  /**
   * Checks the length and clears the address bits behind the prefix.
   *
   * @throws IllegalArgumentException if the length is out of range
   */
  public IpPrefix {
    int longest = Objects.requireNonNull(address, "address").family().addressBits();
    if (length < 0 || length > longest) {
      throw new IllegalArgumentException(
          "prefix length " + length + " of " + address + " is out of range: 0 to " + longest);
    }
    IpFamily family = address.family();
    address =
        IpAddress.of(
            family,
            address.high() & highMask(family, length),
            address.low() & lowMask(family, length));
  }

  /** Returns the prefix that holds only {@code address}. */
  public static IpPrefix of(IpAddress address) {
    return new IpPrefix(address, address.family().addressBits());
  }

  /**
   * Reads {@code address/length}, or a plain address, which stands for itself alone.
   *
   * @throws IllegalArgumentException if the text is no prefix; the message quotes it
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(IpAddress.parse(text));
    }
    IpAddress address = IpAddress.parse(text.substring(0, slash));
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "not a prefix length: \""
              + length
              + "\" in \""
              + text
              + "\" - expected a number from 0 to "
              + address.family().addressBits());
    }
    return new IpPrefix(address, Integer.parseInt(length));
  }

  /** Returns the family of the network. */
  public IpFamily family() {
    return address.family();
  }

  /** Says whether this prefix is a single address. */
  public boolean isSingleAddress() {
    return length == family().addressBits();
  }

  /**
   * Says whether {@code candidate} lies in this network; an address of the other family never does.
   */
  public boolean contains(IpAddress candidate) {
    return contains(candidate.family(), candidate.high(), candidate.low());
  }

  /** Says whether the address with these bits lies in this network; allocates nothing. */
  public boolean contains(IpFamily family, long high, long low) {
    return family == address.family()
        && (high & highMask(family, length)) == address.high()
        && (low & lowMask(family, length)) == address.low();
  }

  /** Returns {@code address/length}, or only the address if the prefix is a single one. */
  @Override
  public String toString() {
    return isSingleAddress() ? address.toString() : address + "/" + length;
  }

  /** The mask of the upper half; an IPv4 address has none. */
  private static long highMask(IpFamily family, int length) {
    return family == IpFamily.IPV4 ? -1L : leadingOnes(Math.min(length, 64));
  }

  private static long lowMask(IpFamily family, int length) {
    return leadingOnes(family == IpFamily.IPV4 ? 32 + length : Math.max(length - 64, 0));
  }

  private static long leadingOnes(int count) {
    return count == 0 ? 0 : -1L << (64 - count);
  }
}
