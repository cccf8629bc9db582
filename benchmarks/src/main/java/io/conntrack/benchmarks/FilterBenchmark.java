package io.conntrack.benchmarks;

import io.conntrack.FlowFilter;
import io.conntrack.Protocol;
import io.conntrack.Status;
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

/** Asks a filter about flows that are decoded already: time and allocation for one flow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class FilterBenchmark {

  private static final int FLOWS = 64;

  /** The filter, from one leaf to a tree. */
  @Param public Expression expression;

  private FlowFilter filter;
  private FlowBuffer[] flows;

  /** Filters as people write them. */
  public enum Expression {
    /** A leaf that compares one number. */
    PROTOCOL(FlowFilter.protocol(Protocol.TCP)),
    /** A leaf that compares an address with a prefix. */
    SOURCE_NET(FlowFilter.source("198.18.0.0/24")),
    /** A leaf that looks at four addresses. */
    ANY_ADDRESS(FlowFilter.anyAddress("203.0.113.7")),
    /** A conjunction. */
    ASSURED_TCP_OF_NET(PROTOCOL.filter.and(FlowFilter.source("198.18.0.0/15")).and(assured())),
    /** A tree of all operators. */
    TREE(
        PROTOCOL
            .filter
            .and(FlowFilter.destinationPort(22).not())
            .and(FlowFilter.mark(0x10, 0xff).or(assured()).or(FlowFilter.anyPort(53))));

    @SuppressWarnings("ImmutableEnumChecker") // it is, without a predicate of one's own
    private final FlowFilter filter;

    Expression(FlowFilter filter) {
      this.filter = filter;
    }

    private static FlowFilter assured() {
      return FlowFilter.status(Status.ASSURED);
    }
  }

  /** Decodes the flows. */
  @Setup
  public void prepare() {
    filter = expression.filter;
    flows = GoldenMessages.MIXED.flows(FLOWS).toArray(FlowBuffer[]::new);
  }

  /** Counts the flows that the filter selects. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int test() {
    int selected = 0;
    for (FlowBuffer flow : flows) {
      selected += filter.test(flow) ? 1 : 0;
    }
    return selected;
  }
}
