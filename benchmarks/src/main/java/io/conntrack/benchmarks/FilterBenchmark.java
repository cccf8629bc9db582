package io.conntrack.benchmarks;

import io.conntrack.FlowFilter;
import io.conntrack.spi.FlowBuffer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/**
 * Asks a filter about one flow after the other in the buffer of a scan: time and allocation for one
 * flow. The buffer is filled anew before each question, as a scan fills it; what that costs is the
 * score of {@link Expression#ANY}, to be taken off the others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class FilterBenchmark {

  private static final int FLOWS = 1_024;

  /** The filter, from one leaf to a tree. */
  @Param public Expression expression;

  private FlowFilter filter;
  private final FlowBuffer scanned = new FlowBuffer();
  private FlowBuffer[] flows;

  /** Filters as people write them. */
  public enum Expression {
    /** No question at all. */
    ANY("any"),
    /** A leaf that compares one number. */
    PROTOCOL("tcp"),
    /** A leaf that compares an address with a prefix. */
    SOURCE_NET("src 198.18.0.0/24"),
    /** A leaf that looks at four addresses. */
    ANY_ADDRESS("any addr 203.0.113.7"),
    /** A leaf that searches in a set. */
    ADDRESS_SET(setOfNetworks()),
    /** A leaf that compares both tuples. */
    NATTED("natted"),
    /** A leaf that needs the time. */
    AGE("age > 1h"),
    /** A conjunction. */
    ASSURED_TCP_OF_NET("tcp and src 198.18.0.0/15 and assured"),
    /** The usual question of a firewall's operator. */
    WEB("tcp and orig dst net 10.0.0.0/8 and dport 443 and not assured"),
    /** Answers of one host. */
    REPLY("udp and reply src 192.0.2.1"),
    /** Any of four addresses or of four ports. */
    ANY_END("any addr fd00::/64 or any port 5000-5999"),
    /** What a program would have marked, for instance. */
    MARKED("mark 0x10/0xff and zone 3 and snat and timeout < 30s"),
    /** Six leaves of as many kinds, on many flows all asked. */
    SIX(
        "tcp and dst 10.0.0.0/8 and dport 80,443,8000-8100 and assured and not mark 0x77"
            + " and timeout > 30s"),
    /** Six leaves of six kinds, on nearly all flows all asked. */
    SIX_ASKED(
        "not proto gre and not dport 22 and not src 192.0.2.0/24 and not mark 0x77 and not dying"
            + " and not zone 9"),
    /** A tree whose leaves nearly all have to be asked. */
    TREE("tcp and not dport 22 and (mark 0x10/0xff or assured or any port 53)"),
    /** Twelve leaves of eleven kinds, all asked. */
    ALL_KINDS(
        "ipv4 and not dport 22 and not src 10.0.0.0/8 and not mark 0x77 and not dying and not zone 9"
            + " and not tcp state close and not label 5 and not helper ftp and not icmp type 8"
            + " and not packets > 100G and not id 5");

    @SuppressWarnings("ImmutableEnumChecker") // it is, without a predicate of one's own
    private final FlowFilter filter;

    Expression(String text) {
      filter = FlowFilter.parse(text);
    }

    private static String setOfNetworks() {
      return IntStream.range(0, 1_000)
          .mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/24")
          .collect(Collectors.joining(",", "dst ", ""));
    }
  }

  /** Makes the flows, and runs all filters as a program does that has used many of them. */
  @Setup
  public void prepare() {
    flows = MixedFlows.of(FLOWS);
    for (int i = 0; i < 100; i++) {
      for (Expression other : Expression.values()) {
        filter = other.filter;
        test();
      }
    }
    filter = expression.filter;
  }

  /** Counts the flows that the filter selects. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int test() {
    int selected = 0;
    for (FlowBuffer flow : flows) {
      scanned.copy(flow);
      selected += filter.test(scanned) ? 1 : 0;
    }
    return selected;
  }
}
