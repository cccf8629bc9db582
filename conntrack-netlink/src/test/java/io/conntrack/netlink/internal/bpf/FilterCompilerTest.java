package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.FlowFilter;
import io.conntrack.Protocol;
import org.junit.jupiter.api.Test;

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

  /** What is not (a and code) is all of what is not a, and some of what is. */
  @Test
  void takesTheOtherBoundBelowNot() {
    FlowFilter notBoth = TCP.and(CODE).not();
    assertSplit(notBoth, FlowFilter.any(), notBoth);
    FlowFilter neither = TCP.or(CODE).not();
    assertSplit(neither, TCP.not(), neither);
    FlowFilter twice = TCP.or(MARKED.and(CODE).not()).not();
    assertSplit(twice, TCP.or(MARKED.not()).not(), twice);
  }
}
