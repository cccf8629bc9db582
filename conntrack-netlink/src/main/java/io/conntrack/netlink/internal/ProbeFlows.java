package io.conntrack.netlink.internal;

import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import io.conntrack.filter.ZoneIn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes flows that show whether a kernel filters rightly: of each kind of flow that conditions
 * leave open one that meets them all, and for each condition some that fail it alone.
 */
final class ProbeFlows {

  private static final List<Protocol> PROTOCOLS =
      List.of(
          Protocol.TCP,
          Protocol.UDP,
          Protocol.SCTP,
          Protocol.UDPLITE,
          Protocol.GRE,
          Protocol.ICMP,
          Protocol.ICMPV6,
          Protocol.of(89)); // OSPF, which has nothing but addresses

  private static final int FIRST_ZONE = 1000;

  private final Pushdown conditions;
  private final @Nullable KernelCondition protocol;
  private final List<ProbeFlow> flows = new ArrayList<>();

  private ProbeFlows(Pushdown conditions) {
    this.conditions = conditions;
    this.protocol = conditions.condition(KernelField.PROTOCOL);
  }

  /**
   * Returns the flows. Some may collide, or be of a kind that the kernel does not know: those that
   * can be created count.
   */
  static List<ProbeFlow> of(Pushdown conditions) {
    ProbeFlows probe = new ProbeFlows(conditions);
    for (IpFamily family : IpFamily.values()) {
      probe.protocols(family).forEach(protocol -> probe.add(family, protocol));
    }
    return probe.flows;
  }

  private Set<Protocol> protocols(IpFamily family) {
    Set<Protocol> protocols = new LinkedHashSet<>(PROTOCOLS);
    if (protocol != null) {
      protocols.add(Protocol.of((int) protocol.low()));
    }
    protocols.remove(family == IpFamily.IPV4 ? Protocol.ICMPV6 : Protocol.ICMP);
    return protocols;
  }

  private void add(IpFamily family, Protocol candidate) {
    boolean rightFamily = conditions.family() == null || conditions.family() == family;
    boolean rightProtocol = protocol == null || protocol.low() == candidate.number();
    if (rightFamily && rightProtocol) {
      addFlows(family, candidate, null, null);
      for (KernelCondition condition : conditions.conditions()) {
        ProbeValues.others(condition)
            .forEach(other -> addFlows(family, candidate, condition.field(), other));
      }
    } else if (rightFamily) {
      addFlows(family, candidate, KernelField.PROTOCOL, null);
    } else if (rightProtocol) {
      addFlows(family, candidate, KernelField.FAMILY, null);
    }
  }

  /**
   * A condition on the zone is about that of both directions and of one alone. Where there is none,
   * there are flows in the default zone and in others.
   */
  private void addFlows(
      IpFamily family,
      Protocol candidate,
      @Nullable KernelField differs,
      @Nullable KernelCondition instead) {
    if (conditions.has(KernelField.ZONE)) {
      addFlow(family, candidate, differs, instead, ZoneIn.Scope.ORIGINAL, 0);
      addFlow(family, candidate, differs, instead, ZoneIn.Scope.REPLY, 0);
    } else {
      addFlow(family, candidate, differs, instead, ZoneIn.Scope.FLOW, FIRST_ZONE + flows.size());
    }
    addFlow(family, candidate, differs, instead, ZoneIn.Scope.FLOW, 0);
  }

  private void addFlow(
      IpFamily family,
      Protocol candidate,
      @Nullable KernelField differs,
      @Nullable KernelCondition instead,
      ZoneIn.Scope scope,
      int zone) {
    ProbeDraft draft =
        new ProbeDraft(conditions, family, candidate, instead, scope, zone, flows.size());
    flows.add(new ProbeFlow(draft.flow(), differs));
  }
}
