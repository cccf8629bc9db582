package io.conntrack.netlink.internal;

import io.conntrack.IpFamily;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.SeveredFlow.Ends;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the flows that a local socket may belong to. Confined to one thread.
 *
 * <p>A flow has up to two local ends. That of the originator shows as the original tuple, for it
 * knows nothing of NAT; that of the responder, behind NAT, as the reply tuple.
 */
final class EndsIndex {

  private final Map<Tuple, List<SeveredFlow>> flows = new HashMap<>();

  EndsIndex(Collection<SeveredFlow> all) {
    for (SeveredFlow flow : all) {
      add(flow.matched().original(), flow);
      add(flow.matched().reply(), flow);
    }
  }

  private void add(Tuple ends, SeveredFlow flow) {
    flows.computeIfAbsent(ends, tuple -> new ArrayList<>(1)).add(flow);
  }

  boolean contains(Tuple ends) {
    return flows.containsKey(ends);
  }

  /** Returns the flows with these ends. */
  List<SeveredFlow> with(Tuple ends) {
    return flows.getOrDefault(ends, List.of());
  }

  /** Returns the families of sockets that may have such ends: one of IPv6 may send IPv4. */
  List<IpFamily> socketFamilies() {
    boolean ipv4 = flows.keySet().stream().anyMatch(ends -> ends.family() == IpFamily.IPV4);
    return ipv4 ? List.of(IpFamily.values()) : List.of(IpFamily.IPV6);
  }

  /** Says whether only flows outside of the default zone have these ends. */
  boolean isZoned(Tuple ends) {
    return with(ends).stream().allMatch(flow -> flow.zoneOf(ends) != 0);
  }

  /** Notes in the flows with these ends what became of a socket. */
  void note(Tuple ends, Ends outcome) {
    with(ends).forEach(flow -> flow.ends(outcome));
  }
}
