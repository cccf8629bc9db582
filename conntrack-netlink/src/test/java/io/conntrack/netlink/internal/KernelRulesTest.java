package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.BulkReport;
import io.conntrack.BulkRule;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What many rules make of one pass over the table. */
class KernelRulesTest extends ScriptedBulk {

  private static final FlowFilter MARKED = FlowFilter.mark(7);

  /** Returns what a dump for these rules asks the kernel for, which honours all. */
  private Map<String, String> asked(BulkRule... rules) {
    KernelTable trusting =
        new KernelTable(
            ScriptedKernel.inTurn(new ScriptedKernel(), dumping, kernel),
            Duration.ofSeconds(5),
            any -> CredulousTrust.INSTANCE);
    dump(List.of());
    trusting.bulk().apply(List.of(rules));
    return dumping.requests().get(0).values();
  }

  @Test
  void asksTheKernelForWhatAllRulesDemand() {
    Map<String, String> asked =
        asked(
            BulkRule.delete(MARKED.and(ANY)),
            BulkRule.count(FlowFilter.sourcePort(22).and(MARKED)),
            BulkRule.update(MARKED, FlowUpdate.mark(8)));

    assertThat(asked).containsEntry("CTA_MARK", "00000007");
  }

  @Test
  void asksTheKernelForNoMoreThanEachRuleDemands() {
    Map<String, String> asked =
        asked(BulkRule.delete(FlowFilter.mark(7)), BulkRule.delete(FlowFilter.mark(5)));

    assertThat(asked)
        .containsEntry("CTA_MARK", "00000005")
        .containsEntry("CTA_MARK_MASK", "fffffffd");
  }

  @Test
  void asksForTheWholeTableIfOneRuleDemandsNothing() {
    assertThat(asked(BulkRule.delete(MARKED), BulkRule.count(FlowFilter.of(flow -> true))))
        .isEmpty();
  }

  @Test
  void batchesEachKindOfRuleByItself() {
    ScriptedKernel updating = kernel;
    ScriptedKernel deleting = new ScriptedKernel();
    KernelTable mixed =
        new KernelTable(
            ScriptedKernel.inTurn(new ScriptedKernel(), dumping, updating, deleting),
            Duration.ofSeconds(5));
    dump(flows(6)).find(flow(0), flow(2), flow(4)).succeed();
    deleting.onBatch(batch -> deleting.deliver(deleting.answers().acknowledgement(last(batch))));

    List<BulkReport> reports =
        mixed
            .bulk()
            .apply(
                List.of(
                    BulkRule.update(
                        FlowFilter.of(flow -> flow.original().sourcePort() % 2 == 0),
                        FlowUpdate.mark(7)),
                    BulkRule.delete(ANY)));

    assertThat(reports).containsExactly(report(3, 3, 0), report(3, 3, 0));
    assertThat(deleting.requests()).hasSize(3);
    assertThat(deleting.isClosed()).isTrue();
  }
}
