package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.Flows;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTableTest {

  private static final int GET = 0x0101;
  private static final int DELETE = 0x0102;
  private static final Flow FLOW = Flows.tcp().id(FlowId.of(0x05c7293b)).build();
  private static final Tuple TUPLE = FLOW.original();

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final ScriptedKernel dumping = new ScriptedKernel();
  private final KernelAnswers answers = kernel.answers();
  private final KernelTable table =
      new KernelTable(ScriptedKernel.inTurn(kernel, dumping), Duration.ofSeconds(5));

  private void answer(Flow flow) {
    kernel.reply(request -> answers.flow(request.sequence(), flow));
  }

  private List<Integer> sent() {
    return kernel.requests().stream().map(WireMessage::type).toList();
  }

  @Test
  void getsAFlow() {
    answer(FLOW);

    assertThat(table.get(TUPLE, Zone.of(7))).contains(FLOW);
    assertThat(kernel.requests().get(0).values()).containsEntry("CTA_ZONE", "0007");
  }

  @Test
  void getsNothingIfThereIsNone() {
    kernel.refuse(Errno.ENOENT);

    assertThat(table.get(TUPLE)).isEmpty();
  }

  @Test
  void tellsTheNumberOfFlowsAndItsLimit() {
    kernel.reply(request -> answers.statistics(request.sequence(), 42, 262144));
    kernel.reply(request -> answers.statistics(request.sequence(), 42, 262144));

    assertThat(table.count()).isEqualTo(42);
    assertThat(table.limit()).isEqualTo(262144);
  }

  @Test
  void saysThatAnOldKernelDoesNotTellTheLimit() {
    kernel.reply(request -> answers.statistics(request.sequence(), 42));

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(table::limit)
        .withMessageContaining("4.18");
  }

  @Test
  void deletesTheFlowThatItFound() {
    answer(FLOW);
    kernel.acknowledge();

    table.delete(TUPLE, Zone.DEFAULT);

    assertThat(sent()).containsExactly(GET, DELETE);
    assertThat(kernel.requests().get(1).values())
        .containsEntry("CTA_ID", "05c7293b")
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC", "c0000201")
        .doesNotContainKey("CTA_ZONE");
  }

  /** The kernel looks a tuple up in both directions. */
  @Test
  void deletesNoFlowInTheOppositeDirection() {
    answer(FLOW);

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.delete(FLOW.reply(), Zone.DEFAULT))
        .withMessageContaining("it belongs to the flow with original tuple " + TUPLE);
    assertThat(sent()).containsExactly(GET);
  }

  @Test
  void deletesNothingIfThereIsNoSuchFlow() {
    kernel.refuse(Errno.ENOENT);

    assertThatExceptionOfType(FlowNotFoundException.class).isThrownBy(() -> table.delete(TUPLE));
    assertThat(sent()).containsExactly(GET);
  }

  @Test
  void deletesAFlowWithItsIdWithoutALookup() {
    Flow inZone = FLOW.toBuilder().zone(Zone.of(7)).build();
    kernel.acknowledge();

    table.delete(inZone);

    assertThat(sent()).containsExactly(DELETE);
    assertThat(kernel.requests().get(0).values())
        .containsEntry("CTA_ID", "05c7293b")
        .containsEntry("CTA_ZONE", "0007");
  }

  @Test
  void looksUpTheIdOfAFlowThatHasNone() {
    answer(FLOW);
    kernel.acknowledge();

    table.delete(Flows.tcp().build());

    assertThat(sent()).containsExactly(GET, DELETE);
    assertThat(kernel.requests().get(1).values()).containsEntry("CTA_ID", "05c7293b");
  }

  @Test
  void deletesNothingIfTheKernelTellsNoId() {
    Flow withoutId = Flows.tcp().build();
    answer(withoutId);
    answer(withoutId);

    for (ThrowingCallable delete :
        List.<ThrowingCallable>of(() -> table.delete(TUPLE), () -> table.delete(withoutId))) {
      assertThatExceptionOfType(ConntrackException.class)
          .isThrownBy(delete)
          .withMessageStartingWith("delete " + TUPLE + ": the kernel tells no id of the flow")
          .satisfies(e -> assertThat(e.errno()).isZero());
    }
    assertThat(sent()).containsExactly(GET, GET);
  }

  @Test
  void saysThatTheFlowHasGoneMeanwhile() {
    kernel.refuse(Errno.ENOENT).refuse(Errno.ENOENT); // by its original and by its reply tuple

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.delete(FLOW))
        .withMessageStartingWith("delete " + TUPLE + ": no such entry (ENOENT) - ");
  }

  @Test
  void flushesByOneRequest() {
    kernel.acknowledge();

    table.flush();

    assertThat(sent()).containsExactly(DELETE);
    assertThat(kernel.requests().get(0).values()).isEmpty();
  }

  @Test
  void aScanClosesItsSocketIfTheActionFails() {
    dumping.reply(request -> dumping.answers().flow(request.sequence(), FLOW));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                table.scan(
                    FlowFilter.any(),
                    view -> {
                      throw new IllegalStateException();
                    }));
    assertThat(dumping.isClosed()).isTrue();
    assertThat(kernel.isClosed()).isFalse();
  }

  @Test
  void aScanMayCallTheTable() {
    dumping.on(
        request -> {
          dumping.deliver(dumping.answers().flow(request.sequence(), FLOW));
          dumping.deliver(dumping.answers().done(request.sequence(), 0));
        });
    kernel.acknowledge();

    table.scan(FlowFilter.any(), view -> table.delete(Flow.copyOf(view)));

    assertThat(sent()).containsExactly(DELETE);
  }

  @Test
  void closingClosesRunningDumps() {
    dumping.reply(request -> dumping.answers().flow(request.sequence(), FLOW));
    Iterator<Flow> flows = table.dump().iterator();
    flows.next();

    table.close();

    assertThat(dumping.isClosed()).isTrue();
    assertThat(kernel.isClosed()).isTrue();
    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(flows::next);
  }

  @ParameterizedTest
  @MethodSource
  void nothingWorksOnceClosed(Consumer<ConntrackTable> use) {
    table.close();

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> use.accept(table))
        .withMessageEndingWith(": closed - open another one");
    assertThat(kernel.requests()).isEmpty();
  }

  static Stream<Consumer<ConntrackTable>> nothingWorksOnceClosed() {
    return Stream.of(
        table -> table.get(TUPLE),
        table -> table.create(FLOW),
        table -> table.update(TUPLE, FlowUpdate.mark(1)),
        table -> table.delete(TUPLE),
        table -> table.delete(FLOW),
        ConntrackTable::flush,
        ConntrackTable::count,
        ConntrackTable::limit,
        table -> table.scan(FlowFilter.any(), view -> {}),
        table -> table.dump().forEach(flow -> {}),
        table -> table.dumpAndZero(FlowFilter.any()).forEach(flow -> {}),
        table -> table.sever(FlowFilter.any()));
  }

  @Test
  void passesOnWhatTheKernelRefuses() {
    kernel.refuse(524);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.get(TUPLE))
        .withMessage("get " + TUPLE + ": unknown error (errno 524)");
  }
}
