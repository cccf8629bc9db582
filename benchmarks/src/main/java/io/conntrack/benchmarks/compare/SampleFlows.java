package io.conntrack.benchmarks.compare;

import io.conntrack.Flow;
import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Flows like those of {@code flows.h}: established TCP connections over IPv4, with the same
 * attributes.
 */
final class SampleFlows {

  private static final int SOURCES = 0x0a000000; // 10.0.0.0/8
  private static final int DESTINATIONS = 0xc6120000; // 198.18.0.0/15
  private static final int FLAGS = 0x0b;
  private static final TcpInfo.Peer PEER = new TcpInfo.Peer(7, FLAGS, FLAGS);
  private static final TcpInfo ESTABLISHED = new TcpInfo(TcpState.ESTABLISHED, PEER, PEER);
  private static final Status STATUS = Status.SEEN_REPLY.with(Status.ASSURED);

  private SampleFlows() {}

  /** Returns so many flows from this number on, which have the mark of what goes again. */
  static List<Flow> list(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(SampleFlows::flow).toList();
  }

  private static Flow flow(int number) {
    int unique = (number * 0x9e3779b1) & 0xffffff;
    IpAddress source = IpAddress.v4(SOURCES | unique >>> 4 | (unique & 15) << 20);
    IpAddress destination = IpAddress.v4(DESTINATIONS | (unique * 31 & 0x1ffff));
    return Flow.builder(Tuple.of(Protocol.TCP, source, 1024 + unique % 64512, destination, 443))
        .timeout(Duration.ofDays(5))
        .status(STATUS)
        .protocolInfo(ESTABLISHED)
        .mark(Integer.parseInt(Producer.MARK))
        .build();
  }
}
