package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Flow;
import io.conntrack.FlowId;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.KernelTest;
import org.junit.jupiter.api.Test;

/** A flow is changed or deleted only if it is the one that was meant. */
@KernelTest
class GuardsIT extends OpenTable {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Tuple MASTER = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 21);

  @Test
  void doesNotDeleteByTheReplyTuple() {
    table.create(SampleFlows.plain(TCP));

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.delete(TCP.inverse()))
        .withMessageContaining("it belongs to the flow with original tuple " + TCP);
    assertThat(table.get(TCP)).isPresent();
  }

  @Test
  void doesNotDeleteTheFlowInTheOppositeDirection() {
    table.create(SampleFlows.plain(TCP));

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.delete(SampleFlows.plain(TCP.inverse())));
    assertThat(table.get(TCP)).isPresent();
  }

  @Test
  void doesNotChangeByTheReplyTuple() {
    table.create(SampleFlows.plain(TCP));

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.update(TCP.inverse(), FlowUpdate.mark(7)));
    assertThat(table.get(TCP).orElseThrow().markBits()).isZero();
  }

  @Test
  void doesNotDeleteAFlowWithAnotherId() {
    table.create(SampleFlows.plain(TCP));
    Flow shown = table.get(TCP).orElseThrow();
    Flow other = shown.toBuilder().id(FlowId.of(shown.idBits() ^ 1)).build();

    assertThatExceptionOfType(FlowNotFoundException.class).isThrownBy(() -> table.delete(other));
    assertThat(table.get(TCP)).isPresent();
  }

  /** The kernel makes the id of the flow's address in memory, its tuple and its master. */
  @Test
  void doesNotDeleteTheSuccessorOfAFlow() {
    table.create(SampleFlows.plain(MASTER));
    table.create(SampleFlows.plain(TCP));
    Flow first = table.get(TCP).orElseThrow();
    table.delete(TCP);
    table.create(SampleFlows.plain(TCP).toBuilder().master(MASTER).build());

    assertThat(table.get(TCP).orElseThrow().id()).isNotEqualTo(first.id());
    assertThatExceptionOfType(FlowNotFoundException.class).isThrownBy(() -> table.delete(first));
    assertThat(table.get(TCP)).isPresent();
  }

  @Test
  void doesNotDeleteAnUnrelatedFlowThatTookTheMemoryOfAnother() {
    table.create(SampleFlows.plain(TCP));
    Flow first = table.get(TCP).orElseThrow();
    table.delete(TCP);
    table.create(SampleFlows.plain(MASTER)); // takes the same place

    assertThatExceptionOfType(FlowNotFoundException.class).isThrownBy(() -> table.delete(first));
    assertThat(table.get(MASTER)).isPresent();
  }
}
