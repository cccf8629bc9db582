package io.conntrack.benchmarks;

import io.conntrack.benchmarks.GoldenMessages.Datagram;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.spi.FlowBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reads the flows out of events, each a datagram of its own: time and allocation for one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class EventDecodeBenchmark {

  private static final int EVENTS = 128;

  /** What the events say. */
  @Param({"EVENTS4", "EVENTS6"})
  public GoldenMessages messages;

  /** What is done with the flow of each event. */
  @Param({"DECODED", "ALL_FIELDS", "MATERIALIZED"})
  public FlowConsumption consumption;

  private final MessageReader reader = new MessageReader();
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();
  private Datagram[] datagrams;

  /** Builds the datagrams. */
  @Setup
  public void prepare() {
    datagrams = messages.datagrams(EVENTS, 1);
  }

  /** Decodes all events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void decode(Blackhole blackhole) {
    for (Datagram datagram : datagrams) {
      datagram.read(reader);
      if (reader.next()) {
        decoder.decode(reader, flow);
        consumption.accept(flow, blackhole);
      }
    }
  }
}
