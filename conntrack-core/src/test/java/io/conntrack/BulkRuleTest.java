package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BulkRuleTest {

  private static final FlowFilter TCP = FlowFilter.protocol(Protocol.TCP);
  private static final FlowUpdate MARK = FlowUpdate.mark(0x10, 0xff);
  private static final Flow FLOW = Flows.tcp().build();

  @Test
  void saysWhatToDoWithWhichFlows() {
    assertThat(BulkRule.count(TCP))
        .hasToString("count " + TCP)
        .returns(BulkAction.COUNT, BulkRule::action)
        .returns(TCP, BulkRule::filter)
        .returns(Optional.empty(), rule -> rule.updateOf(FLOW));
    assertThat(BulkRule.delete(TCP))
        .hasToString("delete " + TCP)
        .returns(BulkAction.DELETE, BulkRule::action)
        .returns(BulkListener.NONE, BulkRule::listener);
    assertThat(BulkRule.update(TCP, MARK))
        .hasToString("update " + TCP + ": mark 0x10/0xff")
        .returns(BulkAction.UPDATE, BulkRule::action)
        .returns(Optional.of(MARK), rule -> rule.updateOf(FLOW));
  }

  @Test
  void choosesAnUpdateForEachFlow() {
    BulkRule rule =
        BulkRule.update(TCP, flow -> flow.markBits() == 0 ? Optional.empty() : Optional.of(MARK));

    assertThat(rule).hasToString("update " + TCP + ": each");
    assertThat(rule.updateOf(FLOW)).isEmpty();
    assertThat(rule.updateOf(Flows.tcp().mark(1).build())).contains(MARK);
  }

  @Test
  void keepsEverythingElseWithAListener() {
    BulkListener listener = BulkListener.onChanged(flow -> {});
    BulkRule rule = BulkRule.update(TCP, MARK);

    BulkRule heard = rule.with(listener);

    assertThat(heard)
        .hasToString(rule.toString())
        .returns(listener, BulkRule::listener)
        .returns(rule.filter(), BulkRule::filter)
        .returns(rule.action(), BulkRule::action)
        .returns(Optional.of(MARK), r -> r.updateOf(FLOW));
    assertThat(rule.listener()).isEqualTo(BulkListener.NONE);
  }

  @Test
  void requestsSayWhatToDoWithAFlow() {
    assertThat(BulkRequest.create(FLOW))
        .hasToString("create " + FLOW.original())
        .returns(BulkAction.CREATE, BulkRequest::action)
        .returns(FLOW, BulkRequest::flow)
        .returns(Optional.empty(), BulkRequest::update);
    assertThat(BulkRequest.delete(FLOW)).hasToString("delete " + FLOW.original());
    assertThat(BulkRequest.update(FLOW, MARK))
        .hasToString("update " + FLOW.original() + ": mark 0x10/0xff")
        .returns(Optional.of(MARK), BulkRequest::update);
  }
}
