package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<FlowFilter> conditions = new ArrayList<>();
    collect(filter, conditions);
    for (int i = 0; i < conditions.size(); i++) {
      for (int j = i + 1; j < conditions.size(); j++) {
        String reason = between(conditions.get(i), conditions.get(j));
        if (!reason.isEmpty()) {
          return Optional.of(
              "\"" + conditions.get(i) + "\" and \"" + conditions.get(j) + "\" - " + reason);
        }
      }
    }
    return Optional.empty();
  }

  private static void collect(FlowFilter filter, List<FlowFilter> conditions) {
    if (filter instanceof Both both) {
      collect(both.left(), conditions);
      collect(both.right(), conditions);
    } else {
      conditions.add(filter);
    }
  }

  private static String between(FlowFilter a, FlowFilter b) {
    if (a instanceof ProtocolIs p && b instanceof ProtocolIs q && !p.equals(q)) {
      return "a flow has one protocol";
    }
    if (a instanceof ZoneIs p && b instanceof ZoneIs q && !p.equals(q)) {
      return "a flow has one zone";
    }
    if (familyOf(a) != null && familyOf(b) != null && familyOf(a) != familyOf(b)) {
      return "a flow has one address family";
    }
    if (a instanceof AddressIn p && b instanceof AddressIn q && disjoint(p, q)) {
      return "no address lies in both";
    }
    if (a instanceof PortIs p && b instanceof PortIs q && p.selector() == q.selector()) {
      return p.selector() != Selector.ANY && p.port() != q.port()
          ? "a tuple has one such port"
          : "";
    }
    if (a instanceof MarkIs p
        && b instanceof MarkIs q
        && ((p.bits() ^ q.bits()) & p.mask() & q.mask()) != 0) {
      return "they want the same bit set and clear";
    }
    if (a instanceof StatusIs p
        && b instanceof StatusIs q
        && ((p.bits() ^ q.bits()) & p.mask() & q.mask()) != 0) {
      return "they want the same bit set and clear";
    }
    return portless(a, b) || portless(b, a) ? "this protocol has no ports" : "";
  }

  private static @Nullable IpFamily familyOf(FlowFilter filter) {
    if (filter instanceof FamilyIs family) {
      return family.family();
    }
    return filter instanceof AddressIn address ? address.prefix().family() : null;
  }

  private static boolean disjoint(AddressIn a, AddressIn b) {
    return a.selector() == b.selector()
        && a.selector() != Selector.ANY
        && !a.prefix().contains(b.prefix().address())
        && !b.prefix().contains(a.prefix().address());
  }

  private static boolean portless(FlowFilter a, FlowFilter b) {
    return a instanceof ProtocolIs p && b instanceof PortIs && !p.protocol().hasPorts();
  }
}
