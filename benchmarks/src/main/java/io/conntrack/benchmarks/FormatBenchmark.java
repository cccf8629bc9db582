package io.conntrack.benchmarks;

import io.conntrack.format.TextFormat;
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

/** Writes flows that are decoded already as text: time and allocation for one line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class FormatBenchmark {

  private static final int FLOWS = 64;

  /** The flows to write. */
  @Param({"TCP4_ACCT", "TCP6_ACCT", "MIXED"})
  public GoldenMessages messages;

  private final StringBuilder text = new StringBuilder(FLOWS * 512);
  private FlowBuffer[] flows;

  /** Decodes the flows. */
  @Setup
  public void prepare() {
    flows = messages.flows(FLOWS).toArray(FlowBuffer[]::new);
  }

  /** Writes all flows into one text, as a long listing does. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int plain() {
    text.setLength(0);
    for (FlowBuffer flow : flows) {
      TextFormat.PLAIN.appendTo(text, flow).append('\n');
    }
    return text.length();
  }
}
