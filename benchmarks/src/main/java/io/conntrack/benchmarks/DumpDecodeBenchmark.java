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

/** Reads flows out of the datagrams of a dump: time and allocation for one flow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class DumpDecodeBenchmark {

  private static final int FLOWS = 128;

  /** What the datagrams hold. */
  @Param({"TCP4", "TCP4_ACCT", "TCP6_ACCT", "MIXED"})
  public GoldenMessages messages;

  /** How many flows are in a datagram; 128 is about what the kernel sends. */
  @Param({"1", "128"})
  public int flowsPerDatagram;

  /** What is done with each flow. */
  @Param({"DECODED", "ALL_FIELDS", "MATERIALIZED"})
  public FlowConsumption consumption;

  private final MessageReader reader = new MessageReader();
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();
  private Datagram[] datagrams;

  /** Builds the datagrams. */
  @Setup
  public void prepare() {
    datagrams = messages.datagrams(FLOWS, flowsPerDatagram);
  }

  /** Decodes all flows of all datagrams. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public void decode(Blackhole blackhole) {
    for (Datagram datagram : datagrams) {
      datagram.read(reader);
      while (reader.next()) {
        decoder.decode(reader, flow);
        consumption.accept(flow, blackhole);
      }
    }
  }
}
