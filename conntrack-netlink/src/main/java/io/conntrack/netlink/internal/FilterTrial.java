package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTimeoutException;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tries filters on flows of its own making. It takes the kernel one walk over its hash table, as
 * each dump and each flush does.
 */
final class FilterTrial implements Prober {

  private static final Operation PROBE = Operation.of("probe");

  private final SocketSource sockets;
  private final Duration timeout;

  /** Prepares trials over sockets of a table that is empty and nobody else's. */
  FilterTrial(SocketSource sockets, Duration timeout) {
    this.sockets = sockets;
    this.timeout = timeout;
  }

  @Override
  public Set<KernelField> honoured(Place place, Pushdown conditions) {
    try (KernelTable table = new KernelTable(sockets, timeout)) {
      return honoured(place, conditions, table);
    }
  }

  private Set<KernelField> honoured(Place place, Pushdown conditions, KernelTable table) {
    if (table.count(PROBE) != 0) {
      throw new ConntrackException(
          PROBE.toString(), 0, "the table is not empty - a trial needs one of its own");
    }
    List<ProbeFlow> created = new ArrayList<>();
    try {
      for (ProbeFlow flow : ProbeFlows.of(conditions)) {
        if (create(table, flow.flow())) {
          created.add(flow);
        }
      }
      Set<Key> hit =
          place == Place.DUMP
              ? dumped(conditions, sockets.apply(PROBE))
              : flushed(conditions, table, created);
      return judge(conditions, created, hit);
    } finally {
      // an empty namespace goes without another walk over the table
      created.forEach(flow -> delete(table, flow.flow()));
    }
  }

  /** A kernel without a protocol, a family or zones cannot be misled by them either. */
  private static boolean create(KernelTable table, Flow flow) {
    try {
      table.create(flow);
      return true;
    } catch (ConntrackTimeoutException e) {
      throw e;
    } catch (ConntrackException e) {
      return false;
    }
  }

  private static void delete(KernelTable table, Flow flow) {
    try {
      table.delete(flow.original(), flow.zone(Direction.ORIGINAL));
    } catch (ConntrackException e) {
      // it has been flushed, or goes with the namespace
    }
  }

  private Set<Key> dumped(Pushdown conditions, Transport socket) {
    Set<Key> delivered = new HashSet<>();
    try (FlowDump dump = new FlowDump(PROBE, socket, conditions, FlowFilter.any(), timeout)) {
      dump.forEach(flow -> delivered.add(Key.of(flow)));
    }
    return delivered;
  }

  private static Set<Key> flushed(Pushdown conditions, KernelTable table, List<ProbeFlow> created) {
    table.flush(PROBE, conditions);
    Set<Key> gone = new HashSet<>();
    for (ProbeFlow flow : created) {
      Key key = Key.of(flow.flow());
      if (table
          .get(key.original(), Zone.of(key.zone()))
          .map(Key::of)
          .filter(key::equals)
          .isEmpty()) {
        gone.add(key);
      }
    }
    return gone;
  }

  private static Set<KernelField> judge(
      Pushdown conditions, List<ProbeFlow> created, Set<Key> hit) {
    Set<KernelField> honoured = EnumSet.noneOf(KernelField.class);
    boolean anyMatches = false;
    for (ProbeFlow flow : created) {
      KernelField differs = flow.differs();
      if (differs == null) {
        anyMatches = true;
        if (!hit.contains(Key.of(flow.flow()))) {
          return Set.of(); // it would be missed
        }
      } else {
        honoured.add(differs);
      }
    }
    for (ProbeFlow flow : created) {
      if (flow.differs() != null && hit.contains(Key.of(flow.flow()))) {
        honoured.remove(flow.differs());
      }
    }
    honoured.retainAll(conditions.fields());
    return anyMatches ? honoured : Set.of();
  }

  /** What identifies a flow. */
  private record Key(Tuple original, int zone) {
    static Key of(FlowView flow) {
      return new Key(Tuple.copyOf(flow.original()), flow.zoneId(Direction.ORIGINAL));
    }
  }
}
