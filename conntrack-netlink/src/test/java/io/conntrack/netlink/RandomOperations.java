package io.conntrack.netlink;

import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.Labels;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Creates, changes and removes flows at random, over few enough tuples that most are used again and
 * again. Equal seeds do the same.
 */
final class RandomOperations {

  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.GRE, Protocol.UDPLITE);
  private static final Labels ALL_LABELS = new Labels(-1, -1);
  private static final int CLIENTS = 300;
  private static final int ESTABLISHED_STATES = 7;

  private final ConntrackTable table;
  private final Random random;
  private long done;

  RandomOperations(ConntrackTable table, long seed) {
    this.table = table;
    random = new Random(seed);
  }

  /** Does some, one right after the other. */
  void burst() {
    for (int left = 1 + random.nextInt(400); left > 0; left--) {
      try {
        step();
        done++;
      } catch (FlowNotFoundException | FlowExistsException e) {
        done++; // traffic, a timer or chance came first
      } catch (ConntrackException e) {
        if (e.errno() != 28 && e.errno() != 1) { // no room for labels, fixed timeout
          throw e;
        }
      }
    }
  }

  /** Removes all flows, those of others too. */
  void flush() {
    table.flush();
    done++;
  }

  /** Returns how many operations were done. */
  long done() {
    return done;
  }

  private void step() {
    Tuple tuple = tuple();
    Zone zone = Zone.of(random.nextInt(3));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> table.create(flow(tuple, zone));
      case 3, 4, 5 -> table.update(tuple, zone, update(tuple));
      case 6 -> table.delete(tuple, zone);
      default -> {
        table.delete(tuple, zone);
        table.create(flow(tuple, zone));
      }
    }
  }

  private Tuple tuple() {
    boolean v6 = random.nextInt(4) == 0;
    int client = random.nextInt(CLIENTS);
    IpAddress source = IpAddress.parse(v6 ? "2001:db8::" + client : "10.0.0." + client % 200);
    IpAddress server = IpAddress.parse(v6 ? "2001:db8::ffff" : "198.51.100.1");
    if (random.nextInt(10) == 0) {
      return v6
          ? Tuple.of(Protocol.ICMPV6, source, server, 128, 0, client)
          : Tuple.of(Protocol.ICMP, source, server, 8, 0, client);
    }
    Protocol protocol = PROTOCOLS.get(client % PROTOCOLS.size());
    return Tuple.of(protocol, source, 1_000 + client, server, 443);
  }

  private Flow flow(Tuple tuple, Zone zone) {
    FlowBuilder flow = Flow.builder(tuple).timeout(Duration.ofSeconds(1 + random.nextInt(200)));
    if (zone.id() == 2 && random.nextBoolean()) {
      flow.zone(Direction.REPLY, Zone.of(9)); // then its original tuple is in the default zone
    } else {
      flow.zone(zone);
    }
    if (random.nextBoolean()) {
      flow.mark(random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      flow.labels(Labels.of(random.nextInt(128)));
    }
    if (random.nextInt(3) == 0) {
      flow.status(Status.SEEN_REPLY.with(Status.ASSURED));
    }
    if (tuple.protocol().equals(Protocol.TCP)) {
      flow.tcpState(state());
    }
    if (tuple.hasPorts() && random.nextInt(6) == 0) {
      IpAddress address =
          IpAddress.parse(tuple.source() instanceof IpAddress.V6 ? "2001:db8::9" : "203.0.113.9");
      flow.sourceNat(NatRange.to(address));
    }
    return flow.build();
  }

  private TcpState state() {
    return new TcpState(1 + random.nextInt(ESTABLISHED_STATES));
  }

  private FlowUpdate update(Tuple tuple) {
    return switch (random.nextInt(5)) {
      case 0 -> FlowUpdate.timeout(Duration.ofSeconds(1 + random.nextInt(200)));
      case 1 -> FlowUpdate.builder().labels(Labels.of(random.nextInt(128)), ALL_LABELS).build();
      case 2 -> FlowUpdate.builder().addStatus(Status.SEEN_REPLY.with(Status.ASSURED)).build();
      case 3 ->
          tuple.protocol().equals(Protocol.TCP)
              ? FlowUpdate.builder().tcpState(state()).build()
              : FlowUpdate.mark(0);
      default -> FlowUpdate.mark(random.nextInt(4));
    };
  }
}
