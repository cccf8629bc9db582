package io.conntrack.netlink.internal.codec;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;

import io.conntrack.FlowBuilder;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.NatRange;
import io.conntrack.SequenceAdjustment;
import io.conntrack.Tuple;
import io.conntrack.spi.FlowBuffer;
import java.util.stream.Stream;

/** Flows that together carry everything that a flow can carry, none of it zero. */
enum CompleteFlows {
  TCP(Flows.tcp()) {
    @Override
    void complete(FlowBuffer flow) {
      flow.tcpState(3);
      flow.tcpPeer(ORIGINAL, 7, 0x23, 0x37);
      flow.tcpPeer(REPLY, 8, 0x24, 0x38);
      flow.zone(5);
    }
  },
  SCTP(Flows.sctp()) {
    @Override
    void complete(FlowBuffer flow) {
      flow.sctpState(4);
      flow.sctpTags(0x11223344, 0x55667788);
      flow.zone(ORIGINAL, 9);
    }
  },
  DCCP(Flows.dccp()) {
    @Override
    void complete(FlowBuffer flow) {
      flow.dccpState(3);
      flow.dccpHandshake(1, 0x0123456789abL);
      flow.zone(REPLY, 0x1234);
    }
  },
  ICMP(Flows.icmp()) {
    @Override
    void complete(FlowBuffer flow) {
      flow.sourceNat(range("0.0.0.2", "255.255.255.254"));
      flow.destinationNat(range("0.0.0.4", "255.255.255.252"));
    }
  },
  ICMPV6(Flows.icmpv6()) {
    @Override
    void complete(FlowBuffer flow) {
      flow.sourceNat(range("::2", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"));
      flow.destinationNat(range("::4", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc"));
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // filled once, when the constant is made
  private final FlowBuffer flow;

  CompleteFlows(FlowBuilder builder) {
    flow = new FlowBuffer();
    flow.copy(builder.build());
  }

  /** Adds what flows of this kind alone have. */
  abstract void complete(FlowBuffer flow);

  private static NatRange range(String first, String last) {
    return new NatRange(IpAddress.parse(first), IpAddress.parse(last), 2, 0xfffe);
  }

  static Stream<FlowBuffer> all() {
    return Stream.of(values()).map(CompleteFlows::flow);
  }

  FlowBuffer flow() {
    FlowBuffer complete = new FlowBuffer();
    complete.copy(flow);
    complete.status(0x1234018e);
    complete.timeout(0x00069780);
    complete.mark(0xcafebeef);
    complete.id(0x05c7293b);
    complete.use(2);
    complete.counters(ORIGINAL, 0x0102030405060708L, 0x1112131415161718L);
    complete.counters(REPLY, 0x2122232425262728L, 0x3132333435363738L);
    complete.start(0x18ea94833a5cd53eL);
    complete.stop(0x18ea9483a296260dL);
    complete.eventTime(0x18ea9483a3103aacL);
    complete.helper("ftp");
    complete.labels(0x0123456789abcdefL, 0x1032547698badcfeL);
    complete.securityContext("system_u:object_r:http_packet_t:s0");
    complete.master().copy(master());
    complete.sequenceAdjustment(ORIGINAL, new SequenceAdjustment(1000, -5, 5));
    complete.sequenceAdjustment(REPLY, new SequenceAdjustment(2000, 7, -7));
    complete.synproxy(1056623628, 3166746, 0x94441234);
    complete(complete);
    return complete;
  }

  private Tuple master() {
    return Tuple.copyOf(flow.original());
  }
}
