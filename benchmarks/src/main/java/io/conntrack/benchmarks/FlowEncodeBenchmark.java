package io.conntrack.benchmarks;

import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writes one request into native memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class FlowEncodeBenchmark {

  /** The family of the flow. */
  @Param({"IPV4", "IPV6"})
  public io.conntrack.IpFamily family;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
  private final MessageBuilder message = new MessageBuilder(bytes);
  private final FlowUpdate update = FlowUpdate.mark(0x10, 0xff);
  private Tuple tuple;
  private Flow flow;
  private int sequence;

  /** Makes the flow. */
  @Setup
  public void prepare() {
    tuple =
        switch (family) {
          case IPV4 -> Tuple.tcp("192.0.2.1", 51000, "198.51.100.2", 443);
          case IPV6 -> Tuple.tcp("2001:db8::1", 51000, "2001:db8::2", 443);
        };
    TcpInfo.Peer peer = new TcpInfo.Peer(7, 0xb, 0xb);
    flow =
        Flow.builder(tuple)
            .status(Status.SEEN_REPLY.with(Status.ASSURED))
            .timeout(Duration.ofMinutes(10))
            .protocolInfo(new TcpInfo(TcpState.ESTABLISHED, peer, peer))
            .mark(0x42)
            .build();
  }

  /** Writes a request that creates a flow. */
  @Benchmark
  public int create() {
    message.clear();
    FlowRequests.create(message, sequence++, flow);
    return message.length();
  }

  /** Writes a request that changes some bits of a mark. */
  @Benchmark
  public int update() {
    message.clear();
    FlowRequests.update(message, sequence++, tuple, 0, 0, update);
    return message.length();
  }

  /** Writes a request for a flow. */
  @Benchmark
  public int get() {
    message.clear();
    FlowRequests.get(message, sequence++, tuple, 0);
    return message.length();
  }

  /** Writes a request that removes a flow with a certain id. */
  @Benchmark
  public int delete() {
    message.clear();
    FlowRequests.delete(message, sequence++, tuple, 0, 0x12345678);
    return message.length();
  }
}
