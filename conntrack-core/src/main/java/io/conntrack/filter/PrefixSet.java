package io.conntrack.filter;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of networks that a leaf looks a flow's address up in; both families may be in one set.
 * Immutable.
 *
 * <p>It is kept in ascending order, IPv4 first, without networks that lie in another one of the
 * set, so their order and repetition do not count.
 */
public final class PrefixSet {

  private static final Comparator<IpPrefix> ORDER =
      Comparator.comparing(IpPrefix::family)
          .thenComparing(prefix -> prefix.address().high(), Long::compareUnsigned)
          .thenComparing(prefix -> prefix.address().low(), Long::compareUnsigned)
          .thenComparing(IpPrefix::length);

  private final List<IpPrefix> prefixes;
  private final Networks v4;
  private final Networks v6;

  private PrefixSet(List<IpPrefix> prefixes) {
    this.prefixes = List.copyOf(prefixes);
    v4 = Networks.of(prefixes, IpFamily.IPV4);
    v6 = Networks.of(prefixes, IpFamily.IPV6);
  }

  /**
   * Returns the set of these networks.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PrefixSet of(IpPrefix... prefixes) {
    return of(List.of(prefixes));
  }

  /**
   * Returns the set of these networks.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PrefixSet of(List<IpPrefix> prefixes) {
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException("no address given - name at least one");
    }
    List<IpPrefix> kept = new ArrayList<>();
    for (IpPrefix prefix : prefixes.stream().sorted(ORDER).toList()) {
      if (kept.isEmpty() || !kept.get(kept.size() - 1).contains(prefix.address())) {
        kept.add(prefix);
      }
    }
    return new PrefixSet(kept);
  }

  /**
   * Returns the fewest networks that hold exactly the addresses from {@code first} to {@code last}.
   *
   * @throws IllegalArgumentException if the families differ or the range is empty
   */
  public static PrefixSet range(IpAddress first, IpAddress last) {
    return of(AddressRange.prefixes(first, last));
  }

  /** Says whether the address with these bits lies in a network of the set; allocates nothing. */
  public boolean contains(IpFamily family, long high, long low) {
    return of(family).contain(high, low);
  }

  /** Returns the networks of this family. */
  Networks of(IpFamily family) {
    return family == IpFamily.IPV4 ? v4 : v6;
  }

  /** Says whether the address lies in a network of the set. */
  public boolean contains(IpAddress address) {
    return contains(address.family(), address.high(), address.low());
  }

  /** Says whether the set is exactly one network, which is then {@link #first()}. */
  public boolean isSingle() {
    return prefixes.size() == 1;
  }

  /** Says whether the set is exactly one address, which is then that of {@link #first()}. */
  public boolean isSingleAddress() {
    return isSingle() && first().isSingleAddress();
  }

  /** Returns the first network. */
  public IpPrefix first() {
    return prefixes.get(0);
  }

  /** Returns the networks in ascending order, IPv4 first; none lies in another one. */
  public List<IpPrefix> prefixes() {
    return prefixes;
  }

  /** Says whether the set has networks of this family. */
  public boolean has(IpFamily family) {
    return prefixes.stream().anyMatch(prefix -> prefix.family() == family);
  }

  /** Says whether an address lies in both sets. */
  public boolean intersects(PrefixSet other) {
    return Stream.concat(
            prefixes.stream().filter(prefix -> other.contains(prefix.address())),
            other.prefixes.stream().filter(prefix -> contains(prefix.address())))
        .findAny()
        .isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrefixSet set && prefixes.equals(set.prefixes);
  }

  @Override
  public int hashCode() {
    return prefixes.hashCode();
  }

  /** Returns the networks joined by commas: {@code 10.0.0.0/8,192.0.2.1}. */
  @Override
  public String toString() {
    return prefixes.stream().map(IpPrefix::toString).collect(Collectors.joining(","));
  }
}
