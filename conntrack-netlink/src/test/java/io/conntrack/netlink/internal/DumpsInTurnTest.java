package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpsInTurnTest {

  private static final FlowFilter WEB = FlowFilter.parse("tcp and dport 443");
  private static final Flow V4 = Flows.tcp(1).build();
  private static final Flow V6 =
      Flow.builder(Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 443)).build();

  private final ScriptedKernel first = new ScriptedKernel();
  private final ScriptedKernel second = new ScriptedKernel();
  private final KernelTable table =
      new KernelTable(
          ScriptedKernel.inTurn(new ScriptedKernel(), first, second),
          Duration.ofSeconds(5),
          any -> CredulousTrust.INSTANCE);

  private static void dump(ScriptedKernel kernel, Flow... flows) {
    kernel.on(
        request -> {
          for (Flow flow : flows) {
            kernel.deliver(kernel.answers().flow(request.sequence(), flow));
          }
          kernel.deliver(kernel.answers().done(request.sequence(), 0));
        });
  }

  private List<Tuple> dumped() {
    return table.dump(WEB).map(Flow::original).toList();
  }

  private void assertClosed() {
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void asksForOneFamilyAfterTheOther() {
    dump(first, V4);
    dump(second, V6);

    assertThat(dumped()).containsExactly(V4.original(), V6.original());
    for (ScriptedKernel kernel : List.of(first, second)) {
      assertThat(kernel.requests().get(0).values())
          .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_DST_PORT", "01bb");
    }
    assertClosed();
  }

  /** As a kernel does that ignores the conditions. */
  @Test
  void deliversEachFlowOnceIfTheKernelSendsAllOfThemTwice() {
    dump(first, V4, V6);
    dump(second, V4, V6);

    assertThat(dumped()).containsExactly(V4.original(), V6.original());
  }

  @Test
  void closesWhatHasNotBegunIfOneFails() {
    first.on(request -> first.fail(Errno.ENOBUFS));

    assertThatExceptionOfType(ConntrackException.class).isThrownBy(this::dumped);
    assertThat(second.requests()).isEmpty();
    assertClosed();
  }

  @Test
  void beginsNoFurtherDumpOnceClosed() {
    dump(first, V4);
    dump(second, V6);
    Iterator<Flow> flows = table.dump(WEB).iterator();
    flows.next();

    table.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(flows::next);
    assertThat(second.requests()).isEmpty();
    assertClosed();
  }
}
