package io.conntrack.netlink.internal;

import io.conntrack.Flow;
import io.conntrack.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Looks whether severed flows have come back. Confined to one thread. */
final class RebirthWatch {

  private final FlowLookup lookup;
  private final List<FlowLookup.Key> keys = new ArrayList<>();
  private final List<SeveredFlow> owners = new ArrayList<>(); // of the keys

  RebirthWatch(FlowLookup lookup, List<SeveredFlow> flows) {
    this.lookup = lookup;
    flows.forEach(this::watch);
  }

  /**
   * An entry that packets of the other end begin has the answers as its original tuple. The lookup
   * takes either tuple, so one key finds both kinds unless addresses are translated. An answer of
   * ICMP begins nothing.
   */
  private void watch(SeveredFlow flow) {
    Tuple original = flow.matched().original();
    Tuple reply = flow.matched().reply();
    add(flow, original);
    boolean sameZone = flow.zoneOf(original) == flow.zoneOf(reply);
    if (!original.hasIcmp() && !(sameZone && reply.equals(original.inverse()))) {
      add(flow, reply);
    }
  }

  private void add(SeveredFlow flow, Tuple tuple) {
    keys.add(new FlowLookup.Key(tuple, flow.zoneOf(tuple)));
    owners.add(flow);
  }

  /** Calls an action with each flow that has an entry again, and that entry. */
  void forEachReborn(BiConsumer<SeveredFlow, Flow> action) {
    lookup.forEachFound(
        keys,
        (index, entry) -> {
          // a translated address and port may meanwhile belong to somebody else's connection
          if (owners.get(index).isContinuedBy(entry)) {
            action.accept(owners.get(index), entry);
          }
        });
  }
}
