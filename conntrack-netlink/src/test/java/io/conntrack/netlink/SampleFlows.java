package io.conntrack.netlink;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.IpAddress;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.SequenceAdjustment;
import io.conntrack.Status;
import io.conntrack.Synproxy;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A flow of every protocol and family that the kernel knows more or less about. */
public final class SampleFlows {

  static final Duration TIMEOUT = Duration.ofMinutes(10);
  static final Zone ZONE = Zone.of(7);

  private static final List<Protocol> WITH_PORTS =
      List.of(Protocol.TCP, Protocol.UDP, Protocol.UDPLITE, Protocol.SCTP, Protocol.GRE);
  private static final List<Protocol> WITH_ADDRESSES_ALONE =
      List.of(Protocol.DCCP, Protocol.of(89)); // OSPF
  private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
  private static final IpAddress SERVER = IpAddress.parse("198.51.100.2");
  private static final IpAddress CLIENT6 = IpAddress.parse("2001:db8::1");
  private static final IpAddress SERVER6 = IpAddress.parse("2001:db8:ffff:ffff:ffff:ffff:ffff:2");

  private SampleFlows() {}

  /** Returns an original tuple of each protocol over IPv4 and over IPv6. */
  public static List<Tuple> tuples() {
    List<Tuple> tuples = new ArrayList<>();
    for (Protocol protocol : WITH_PORTS) {
      tuples.add(Tuple.of(protocol, CLIENT, 40_000, SERVER, 443));
      tuples.add(Tuple.of(protocol, CLIENT6, 65_535, SERVER6, 1));
    }
    for (Protocol protocol : WITH_ADDRESSES_ALONE) {
      tuples.add(Tuple.of(protocol, CLIENT, SERVER));
      tuples.add(Tuple.of(protocol, CLIENT6, SERVER6));
    }
    tuples.add(Tuple.of(Protocol.ICMP, CLIENT, SERVER, 8, 0, 0xfffe));
    tuples.add(Tuple.of(Protocol.ICMPV6, CLIENT6, SERVER6, 128, 0, 1));
    return tuples;
  }

  /** Returns a flow that has what the kernel wants, and nothing more. */
  public static Flow plain(Tuple original) {
    return Flow.builder(original).timeout(TIMEOUT).build();
  }

  /** Returns a flow that has all that a program may set on a flow of this protocol. */
  public static Flow full(Tuple original) {
    FlowBuilder flow =
        Flow.builder(original)
            .timeout(TIMEOUT)
            .status(Status.SEEN_REPLY.with(Status.ASSURED))
            .mark(0xdeadbeef)
            .zone(ZONE)
            .labels(Labels.of(0, 3, 63, 64, 127))
            .sequenceAdjustment(Direction.ORIGINAL, new SequenceAdjustment(-2, 7, -7))
            .sequenceAdjustment(Direction.REPLY, new SequenceAdjustment(1, 0, 8))
            .synproxy(new Synproxy(-1, 2, -3));
    if (original.protocol().equals(Protocol.TCP)) {
      flow.protocolInfo(
          new TcpInfo(
              TcpState.ESTABLISHED,
              new TcpInfo.Peer(14, 0x0b, 0xff),
              new TcpInfo.Peer(7, 0x2b, 0x2b)));
    } else if (original.protocol().equals(Protocol.SCTP)) {
      flow.protocolInfo(new SctpInfo(new SctpState(4), 0x80000001, 0x7ffffffe));
    }
    return flow.build();
  }
}
