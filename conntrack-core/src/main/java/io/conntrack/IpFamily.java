package io.conntrack;

/** Tells IPv4 from IPv6. */
public enum IpFamily {
  /** Internet protocol version 4: addresses of 32 bits ({@code AF_INET}). */
  IPV4(32),
  /** Internet protocol version 6: addresses of 128 bits ({@code AF_INET6}). */
  IPV6(128);

  private final int addressBits;

  IpFamily(int addressBits) {
    this.addressBits = addressBits;
  }

  /** Returns the length of an address in bits: 32 or 128, which is also the longest prefix. */
  public int addressBits() {
    return addressBits;
  }

  /** Returns {@code ipv4} or {@code ipv6}, as {@code conntrack -f} takes it. */
  @Override
  public String toString() {
    return this == IPV4 ? "ipv4" : "ipv6";
  }
}
