package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds pairs of conditions that no flow can meet together, so that a mistake is not answered by an
 * empty result.
 */
public final class Contradiction {

  private Contradiction() {}

  /**
   * Refuses a filter that can never match.
   *
   * @throws IllegalArgumentException if two of its conditions exclude each other; the message
   *     quotes both
   */
  public static void refuse(FlowFilter filter) {
    find(filter)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("filter can never match: " + reason);
            });
  }

  /**
   * Returns why the filter can never match, absent if it may. Looks at conditions joined by {@code
   * and}; a filter that is impossible for a deeper reason is not found.
   */
  public static Optional<String> find(FlowFilter filter) {
    if (!(filter instanceof And and)) {
      return Optional.empty();
    }
    Set<FlowFilter> all = new HashSet<>(and.operands());
    for (FlowFilter condition : and.operands()) {
      if (condition instanceof Not not && all.contains(not.operand())) {
        return quoted(not.operand(), not, "one is the opposite of the other");
      }
    }
    return findAmong(
        and.operands().stream()
            .filter(condition -> !(condition instanceof Not || condition instanceof Or))
            .distinct()
            .toList());
  }

  private static Optional<String> findAmong(List<FlowFilter> leaves) {
    for (int i = 0; i < leaves.size(); i++) {
      for (int j = i + 1; j < leaves.size(); j++) {
        String reason = between(leaves.get(i), leaves.get(j));
        if (reason.isEmpty()) {
          reason = between(leaves.get(j), leaves.get(i));
        }
        if (!reason.isEmpty()) {
          return quoted(leaves.get(i), leaves.get(j), reason);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> quoted(FlowFilter left, FlowFilter right, String reason) {
    return Optional.of("\"" + left + "\" and \"" + right + "\" - " + reason);
  }

  /** Returns why the conditions exclude each other, empty if they may not; in this order only. */
  private static String between(FlowFilter a, FlowFilter b) {
    NumberSet protocols = protocolsOf(a);
    NumberSet others = protocolsOf(b);
    if (protocols != null && others != null && !protocols.intersects(others)) {
      return "a flow has one protocol";
    }
    IpFamily family = familyOf(a);
    if (family != null && excludes(b, family)) {
      return "a flow has one address family";
    }
    if (protocols != null && b instanceof PortIn port && !hasPorts(protocols)) {
      return port.selector().looksAtMaster() ? "" : "this protocol has no ports";
    }
    return a.getClass() == b.getClass() ? betweenLeaves(a, b) : "";
  }

  /** Compares two leaves of one kind. */
  private static String betweenLeaves(FlowFilter a, FlowFilter b) {
    if (a instanceof AddressIn p && b instanceof AddressIn q) {
      return isSameEnd(p.selector(), q.selector()) && !p.prefixes().intersects(q.prefixes())
          ? "no address lies in both"
          : "";
    }
    if (a instanceof PortIn p && b instanceof PortIn q) {
      return isSameEnd(p.selector(), q.selector()) && !p.ports().intersects(q.ports())
          ? "a tuple has one such port"
          : "";
    }
    if (a instanceof MarkIn p && b instanceof MarkIn q) {
      return betweenMarks(p, q);
    }
    if (a instanceof StatusIs p && b instanceof StatusIs q) {
      return bothWays(p.bits() ^ q.bits(), p.mask() & q.mask());
    }
    if (a instanceof ZoneIn p && b instanceof ZoneIn q) {
      return p.scope() == q.scope() && !p.zones().intersects(q.zones())
          ? "a flow has one zone"
          : "";
    }
    return Exclusion.between(a, b);
  }

  private static boolean isSameEnd(Selector a, Selector b) {
    return a == b && a.isSingle();
  }

  private static String betweenMarks(MarkIn a, MarkIn b) {
    if (a.isSingle() && b.isSingle()) {
      return bothWays(a.bits() ^ b.bits(), a.mask() & b.mask());
    }
    return a.mask() == b.mask() && !a.values().intersects(b.values()) ? "a flow has one mark" : "";
  }

  private static String bothWays(int different, int common) {
    return (different & common) == 0 ? "" : "they want the same bit set and clear";
  }

  /** Returns the protocols that a leaf allows, null if it allows all. */
  private static @Nullable NumberSet protocolsOf(FlowFilter filter) {
    if (filter instanceof ProtocolIn protocol) {
      return protocol.numbers();
    }
    if (filter instanceof IcmpIn icmp) {
      return NumberSet.of(icmp.protocol().number());
    }
    if (filter instanceof StateIn state) {
      return NumberSet.of(state.tracker().protocol().number());
    }
    return filter instanceof SctpTagIn ? NumberSet.of(Protocol.SCTP.number()) : null;
  }

  private static boolean hasPorts(NumberSet protocols) {
    for (NumberRange range : protocols.ranges()) {
      for (long number = range.first(); number <= range.last(); number++) {
        if (Protocol.of((int) number).hasPorts()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the only family that a leaf allows, null if it allows both. */
  private static @Nullable IpFamily familyOf(FlowFilter filter) {
    if (filter instanceof FamilyIs family) {
      return family.family();
    }
    if (filter instanceof AddressIn address && !address.selector().looksAtMaster()) {
      PrefixSet prefixes = address.prefixes();
      IpFamily family = prefixes.first().family();
      return prefixes.has(family == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4) ? null : family;
    }
    return null;
  }

  private static boolean excludes(FlowFilter filter, IpFamily family) {
    IpFamily other = familyOf(filter);
    return other != null && other != family;
  }
}
