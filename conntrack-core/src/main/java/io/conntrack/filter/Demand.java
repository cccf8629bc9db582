package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a filter demands of a flow in a kernel's words: each flow that it selects meets all the
 * conditions. Immutable.
 *
 * @param conditions at most one for each field
 * @param isExact whether also each flow that meets them is selected
 */
record Demand(Map<KernelField, KernelCondition> conditions, boolean isExact) {

  private static final Demand ANY_FLOW = new Demand(Map.of(), true);
  private static final Demand UNKNOWN = new Demand(Map.of(), false);

  Demand {
    conditions = Map.copyOf(conditions);
  }

  static Demand of(FlowFilter filter) {
    return of(filter, false);
  }

  /** Moves negations down to the leaves. */
  private static Demand of(FlowFilter filter, boolean negated) {
    if (filter instanceof Not not) {
      return of(not.operand(), !negated);
    }
    if (filter instanceof And and) {
      return of(and.operands(), negated, !negated);
    }
    if (filter instanceof Or or) {
      return of(or.operands(), negated, negated);
    }
    Demand leaf = ofLeaf(filter);
    return negated ? leaf.negated() : leaf;
  }

  private static Demand of(List<FlowFilter> operands, boolean negated, boolean all) {
    return operands.stream()
        .map(operand -> of(operand, negated))
        .reduce(all ? Demand::both : Demand::either)
        .orElse(UNKNOWN);
  }

  private static Demand exactly(KernelCondition... conditions) {
    Map<KernelField, KernelCondition> byField = new EnumMap<>(KernelField.class);
    for (KernelCondition condition : conditions) {
      byField.put(condition.field(), condition);
    }
    return new Demand(byField, true);
  }

  /** The same conditions, which are not all that the filter demands. */
  private Demand andMore() {
    return new Demand(conditions, false);
  }

  private static Demand ofLeaf(FlowFilter leaf) {
    if (leaf instanceof AnyFlow) {
      return ANY_FLOW;
    }
    if (leaf instanceof FamilyIs family) {
      return exactly(KernelCondition.of(family.family()));
    }
    if (leaf instanceof MarkIn mark) {
      return ofMark(mark);
    }
    if (leaf instanceof StatusIs status) {
      return exactly(KernelCondition.of(KernelField.STATUS, status.bits(), status.mask()));
    }
    if (leaf instanceof ZoneIn zone) {
      return ofZone(zone);
    }
    if (leaf instanceof ProtocolIn protocol) {
      return protocol.numbers().isSingle()
          ? exactly(KernelCondition.of(KernelField.PROTOCOL, protocol.numbers().min()))
          : UNKNOWN;
    }
    if (leaf instanceof AddressIn address) {
      return ofAddress(address);
    }
    if (leaf instanceof PortIn port) {
      return ofPort(port);
    }
    return leaf instanceof IcmpIn icmp ? ofIcmp(icmp) : UNKNOWN;
  }

  private static Demand ofMark(MarkIn mark) {
    if (mark.mask() == 0) {
      return ANY_FLOW; // of no bits, the value is 0
    }
    return mark.isSingle()
        ? exactly(KernelCondition.of(KernelField.MARK, mark.bits(), mark.mask()))
        : UNKNOWN;
  }

  private static Demand ofZone(ZoneIn zone) {
    long id = zone.zones().min();
    if (!zone.zones().isSingle()) {
      return UNKNOWN;
    }
    Demand flow = exactly(KernelCondition.of(KernelField.ZONE, id));
    if (zone.scope() == ZoneIn.Scope.FLOW) {
      return flow;
    }
    return id == 0 ? UNKNOWN : flow.andMore(); // a flow has no second zone beside this one
  }

  private static Demand ofAddress(AddressIn address) {
    PrefixSet prefixes = address.prefixes();
    IpFamily family = prefixes.first().family();
    if (address.selector().looksAtMaster()
        || prefixes.prefixes().stream().anyMatch(prefix -> prefix.family() != family)) {
      return UNKNOWN;
    }
    KernelCondition sameFamily = KernelCondition.of(family);
    if (prefixes.first().length() == 0) {
      return exactly(sameFamily);
    }
    return prefixes.isSingleAddress() && address.selector().isSingle()
        ? exactly(
            sameFamily,
            KernelCondition.of(addressField(address.selector()), prefixes.first().address()))
        : exactly(sameFamily).andMore();
  }

  private static KernelField addressField(Selector end) {
    if (end.looksAtOriginal()) {
      return end.looksAtSource() ? KernelField.ORIGINAL_SOURCE : KernelField.ORIGINAL_DESTINATION;
    }
    return end.looksAtSource() ? KernelField.REPLY_SOURCE : KernelField.REPLY_DESTINATION;
  }

  private static Demand ofPort(PortIn port) {
    Selector end = port.selector();
    return port.ports().isSingle() && end.isSingle() && !end.looksAtMaster()
        ? exactly(KernelCondition.of(portField(end), port.ports().min()))
        : UNKNOWN;
  }

  private static KernelField portField(Selector end) {
    if (end.looksAtOriginal()) {
      return end.looksAtSource()
          ? KernelField.ORIGINAL_SOURCE_PORT
          : KernelField.ORIGINAL_DESTINATION_PORT;
    }
    return end.looksAtSource() ? KernelField.REPLY_SOURCE_PORT : KernelField.REPLY_DESTINATION_PORT;
  }

  private static Demand ofIcmp(IcmpIn icmp) {
    Demand protocol = exactly(KernelCondition.of(KernelField.PROTOCOL, icmp.protocol().number()));
    if (!icmp.values().isSingle()) {
      return protocol.andMore();
    }
    KernelField field = icmpField(icmp.field(), icmp.direction() == Direction.ORIGINAL);
    return both(protocol, exactly(KernelCondition.of(field, icmp.values().min())));
  }

  private static KernelField icmpField(IcmpIn.Field field, boolean original) {
    return switch (field) {
      case TYPE -> original ? KernelField.ORIGINAL_ICMP_TYPE : KernelField.REPLY_ICMP_TYPE;
      case CODE -> original ? KernelField.ORIGINAL_ICMP_CODE : KernelField.REPLY_ICMP_CODE;
      case ID -> original ? KernelField.ORIGINAL_ICMP_ID : KernelField.REPLY_ICMP_ID;
    };
  }

  /** A kernel has no negation, but the opposite of one bit, or of a family, is a value as well. */
  private Demand negated() {
    if (!isExact || conditions.size() != 1) {
      return UNKNOWN;
    }
    KernelCondition only = conditions.values().iterator().next();
    if (only.field() == KernelField.FAMILY) {
      return exactly(
          KernelCondition.of(only.family() == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4));
    }
    return Integer.bitCount(only.mask()) == 1
        ? exactly(KernelCondition.of(only.field(), only.bits() ^ only.mask(), only.mask()))
        : UNKNOWN;
  }

  private static Demand both(Demand a, Demand b) {
    Map<KernelField, KernelCondition> all = new EnumMap<>(KernelField.class);
    all.putAll(a.conditions);
    boolean exact = a.isExact && b.isExact;
    for (KernelCondition condition : b.conditions.values()) {
      KernelCondition other = all.putIfAbsent(condition.field(), condition);
      if (other != null && !other.implies(condition)) {
        if (((other.bits() ^ condition.bits()) & other.mask() & condition.mask()) == 0
            && isMaskable(condition)) {
          all.put(
              condition.field(),
              KernelCondition.of(
                  condition.field(),
                  other.bits() | condition.bits(),
                  other.mask() | condition.mask()));
        } else {
          exact = false; // no flow has both values: to keep one of them demands less
        }
      }
    }
    return new Demand(all, exact);
  }

  private static boolean isMaskable(KernelCondition condition) {
    return condition.field() == KernelField.MARK || condition.field() == KernelField.STATUS;
  }

  private static Demand either(Demand a, Demand b) {
    Map<KernelField, KernelCondition> shared = new EnumMap<>(KernelField.class);
    for (KernelCondition condition : a.conditions.values()) {
      KernelCondition other = b.conditions.get(condition.field());
      if (condition.equals(other)) {
        shared.put(condition.field(), condition);
      } else if (other != null && isMaskable(condition)) {
        int mask = condition.mask() & other.mask() & ~(condition.bits() ^ other.bits());
        if (mask != 0) {
          shared.put(
              condition.field(),
              KernelCondition.of(condition.field(), condition.bits() & mask, mask));
        }
      }
    }
    return new Demand(shared, a.isExact && b.isExact && a.conditions.equals(b.conditions));
  }
}
