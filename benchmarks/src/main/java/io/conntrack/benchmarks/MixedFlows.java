package io.conntrack.benchmarks;

import io.conntrack.Direction;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.spi.FlowBuffer;
import io.conntrack.spi.TupleBuffer;
import java.util.Random;

/**
 * Makes flows such as a scan of a busy router's table shows one after the other, so that no
 * processor learns by heart which one comes next. The same ones in each run.
 */
final class MixedFlows {

  private static final int[] PORTS = {443, 443, 443, 80, 53, 22, 5432, 5060, 8080, 25};
  private static final int MAPPED_PREFIX = 0x0a00_0000; // 10.0.0.0/8
  private static final long LOCAL_PREFIX = 0xfd00L << 48;

  private final Random random = new Random(4711);

  private MixedFlows() {}

  /** Returns so many flows. */
  static FlowBuffer[] of(int count) {
    MixedFlows source = new MixedFlows();
    FlowBuffer[] flows = new FlowBuffer[count];
    for (int i = 0; i < count; i++) {
      flows[i] = source.next();
    }
    return flows;
  }

  private FlowBuffer next() {
    FlowBuffer flow = new FlowBuffer();
    boolean tcp = isOneOf(3, 4);
    tuples(flow, isOneOf(1, 4) ? IpFamily.IPV6 : IpFamily.IPV4, tcp ? Protocol.TCP : Protocol.UDP);
    boolean assured = isOneOf(2, 3);
    flow.status(assured ? 0x18e : 0x18a);
    flow.timeout(random.nextInt(assured ? 432_000 : 120));
    flow.mark(isOneOf(1, 2) ? 0 : 0x10 + random.nextInt(4));
    flow.id(random.nextInt());
    flow.use(1);
    if (tcp) {
      flow.tcpState(isOneOf(4, 5) ? 3 : 1 + random.nextInt(8));
    }
    if (isOneOf(1, 4)) {
      flow.zone(1 + random.nextInt(4));
    }
    flow.counters(Direction.ORIGINAL, random.nextInt(100), random.nextInt(100_000));
    flow.counters(Direction.REPLY, random.nextInt(100), random.nextInt(1_000_000));
    flow.start(System.currentTimeMillis() * 1_000_000 - random.nextInt(7_200) * 1_000_000_000L);
    return flow;
  }

  private void tuples(FlowBuffer flow, IpFamily family, Protocol protocol) {
    long clientHigh = family == IpFamily.IPV4 ? 0 : LOCAL_PREFIX;
    long serverHigh = family == IpFamily.IPV4 ? 0 : LOCAL_PREFIX | random.nextInt(2);
    long client = Integer.toUnsignedLong(0xc612_0000 | random.nextInt(0x2_0000)); // 198.18.0.0/15
    long server =
        isOneOf(1, 2)
            ? MAPPED_PREFIX + random.nextInt(0x100_0000)
            : Integer.toUnsignedLong(random.nextInt());
    int clientPort = 1_024 + random.nextInt(64_000);
    int serverPort = PORTS[random.nextInt(PORTS.length)];
    TupleBuffer original = flow.original();
    original.family(family);
    original.protocol(protocol.number());
    original.source(clientHigh, client);
    original.destination(serverHigh, server);
    original.ports(clientPort, serverPort);
    TupleBuffer reply = flow.reply();
    reply.family(family);
    reply.protocol(protocol.number());
    reply.source(serverHigh, server);
    reply.destination(clientHigh, isOneOf(1, 4) ? 0xcb00_7101L : client); // SNAT to 203.0.113.1
    reply.ports(serverPort, clientPort);
  }

  private boolean isOneOf(int chances, int all) {
    return random.nextInt(all) < chances;
  }
}
