package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.FlowFilter;
import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.Or;
import io.conntrack.filter.PrefixSet;
import io.conntrack.filter.Selector;
import io.conntrack.netlink.internal.bpf.Machine.Verdict;
import io.conntrack.netlink.internal.codec.Golden;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterCompilerTest {

  private static final FlowFilter TCP = FlowFilter.protocol(Protocol.TCP);
  private static final FlowFilter MARKED = FlowFilter.mark(1);
  private static final FlowFilter CODE = FlowFilter.of(flow -> true);

  private static void assertSplit(FlowFilter filter, FlowFilter kernel, FlowFilter residue) {
    CompiledFilter compiled = FilterCompiler.compile(filter);

    assertThat(compiled.kernel()).isEqualTo(kernel);
    assertThat(compiled.residue()).isEqualTo(residue);
    assertThat(compiled.program().isEmpty()).isEqualTo(kernel.equals(FlowFilter.any()));
  }

  @Test
  void leavesNothingOfWhatAProgramCanTell() {
    assertSplit(
        TCP.and(MARKED.or(MARKED.not())), TCP.and(MARKED.or(MARKED.not())), FlowFilter.any());
  }

  @Test
  void needsNoProgramForEverything() {
    assertSplit(FlowFilter.any(), FlowFilter.any(), FlowFilter.any());
  }

  @Test
  void dropsEverythingForNothing() {
    FlowFilter none = FlowFilter.any().not();
    assertSplit(none, none, FlowFilter.any());
  }

  @Test
  void leavesCodeToTheProcess() {
    assertSplit(CODE, FlowFilter.any(), CODE);
    assertSplit(CODE.not(), FlowFilter.any(), CODE.not());
    assertSplit(CODE.or(TCP), FlowFilter.any(), CODE.or(TCP));
    assertSplit(CODE.and(TCP), TCP, CODE);
    assertSplit(TCP.and(CODE.or(MARKED)), TCP, CODE.or(MARKED));
    assertSplit(TCP.or(CODE.and(MARKED)), TCP.or(MARKED), TCP.or(CODE.and(MARKED)));
  }

  /** More than both becomes less than both where it is negated. */
  @Test
  void takesTheOtherBoundBelowNot() {
    FlowFilter notBoth = TCP.and(CODE).not();
    assertSplit(notBoth, FlowFilter.any(), notBoth);
    FlowFilter neither = TCP.or(CODE).not();
    assertSplit(neither, TCP.not(), neither);
    FlowFilter twice = TCP.or(MARKED.and(CODE).not()).not();
    assertSplit(twice, TCP.or(MARKED.not()).not(), twice);
  }

  @Test
  void keepsLongLeavesInTheProcess() {
    List<IpPrefix> hosts =
        IntStream.range(0, 5_000).mapToObj(i -> IpPrefix.of(IpAddress.v4(3 * i))).toList();
    FlowFilter many = new AddressIn(Selector.ANY, PrefixSet.of(hosts));

    assertSplit(TCP.and(many).and(MARKED), TCP.and(MARKED), many);
    assertSplit(TCP.or(many), FlowFilter.any(), TCP.or(many));
    assertSplit(many.not(), FlowFilter.any(), many.not());
  }

  @Test
  void keepsAsManyLeavesInTheProcessAsTheLimitAsks() {
    FlowFilter filter = TCP.and(MARKED).and(new Natted(Natted.Kind.ANY));

    CompiledFilter compiled = FilterCompiler.compile(filter, 60);

    assertThat(compiled.kernel()).isEqualTo(TCP.and(MARKED));
    assertThat(compiled.residue()).isEqualTo(new Natted(Natted.Kind.ANY));
    assertThat(compiled.program().orElseThrow().length()).isLessThanOrEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 4097})
  void refusesALimitThatIsNone(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FilterCompiler.compile(TCP, limit))
        .withMessage("limit of " + limit + " instructions is out of range: 20 to 4096");
  }

  /** A chain of thousands is one search, not thousands of tests. */
  @Test
  void searchesWhatManyAlternativesNameTogether() {
    FlowFilter ports =
        new Or(
            IntStream.range(0, 1_000)
                .mapToObj(i -> TCP.and(FlowFilter.destinationPort(2 * i)))
                .toList());

    Program program = FilterCompiler.compile(ports).program().orElseThrow();

    assertThat(program.length()).isLessThan(1_000 + 1_000);
  }

  @Test
  void explainsWhatRunsWhere() {
    assertThat(FilterCompiler.compile(TCP.and(CODE)).explain())
        .startsWith("kernel: tcp (30 BPF instructions)\nprocess: user-filter\n   0: ld len\n")
        .endsWith("  28: ret #0xffffffff\n  29: ret #0x0\n");
    assertThat(FilterCompiler.compile(CODE).explain())
        .isEqualTo("kernel: nothing\nprocess: user-filter\n");
    assertThat(FilterCompiler.compile(TCP).explain()).contains("\nprocess: nothing\n");
  }

  // what a program cannot judge

  @ParameterizedTest
  @MethodSource("io.conntrack.netlink.internal.codec.Golden#all")
  void keepsWhatIsNoFlow(Golden golden) {
    byte[] datagram = golden.bytes();
    boolean oneMessage = golden.buffer().getInt(0) == datagram.length;
    boolean ofFlow = datagram[5] == 1;

    assertThat(dropAll(datagram)).isEqualTo(oneMessage && ofFlow ? Verdict.DROP : Verdict.KEEP);
  }

  private static Verdict dropAll(byte[] datagram) {
    CompiledFilter none =
        FilterCompiler.compile(FlowFilter.any().not(), ByteOrder.LITTLE_ENDIAN, 20);
    return Machine.run(none.program().orElseThrow(), datagram, ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void keepsEventsThatAreCut() {
    Event.captured()
        .forEach(
            event -> {
              byte[] whole = event.datagrams().get(ByteOrder.LITTLE_ENDIAN);
              for (int length = 0; length < whole.length; length++) {
                assertThat(dropAll(Arrays.copyOf(whole, length)))
                    .as("%d bytes of %s", length, event.name())
                    .isEqualTo(Verdict.KEEP);
              }
              assertThat(dropAll(whole)).isEqualTo(Verdict.DROP);
            });
  }
}
