package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Law;
import io.conntrack.RandomFlows;
import io.conntrack.spi.FlowBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepTest {

  private final List<String> asked = new ArrayList<>();
  private final FlowFilter yes = answer("yes", true);
  private final FlowFilter no = answer("no", false);

  private FlowFilter answer(String name, boolean selects) {
    return FlowFilter.of(
        flow -> {
          asked.add(name);
          return selects;
        });
  }

  @Law
  void selectsWhatTheTreeSelects(long seed) {
    Random random = new Random(seed);
    FlowBuffer likely = RandomFlows.next(random);
    FlowFilter filter = new RandomFilters(random, likely).tree(5);

    for (int i = 0; i < 8; i++) {
      FlowView flow = i == 0 ? likely : RandomFlows.next(random);
      boolean expected = isSelected(filter, flow);
      assertThat(filter.test(flow)).as("seed %d: %s", seed, filter).isEqualTo(expected);
      assertThat(Step.firstOf(filter).test(flow))
          .as("seed %d: steps of %s", seed, filter)
          .isEqualTo(expected);
    }
  }

  /** The meaning of a tree, node by node. */
  private static boolean isSelected(FlowFilter filter, FlowView flow) {
    if (filter instanceof And and) {
      return and.operands().stream().allMatch(operand -> isSelected(operand, flow));
    }
    if (filter instanceof Or or) {
      return or.operands().stream().anyMatch(operand -> isSelected(operand, flow));
    }
    return filter instanceof Not not ? !isSelected(not.operand(), flow) : filter.test(flow);
  }

  @Test
  void asksInTheOrderOfTheTextAndNoLongerThanNeeded() {
    FlowBuffer flow = new FlowBuffer();

    assertThat(yes.and(no).and(yes).test(flow)).isFalse();
    assertThat(asked).containsExactly("yes", "no");

    asked.clear();
    assertThat(no.or(yes.and(no).not()).or(no).test(flow)).isTrue();
    assertThat(asked).containsExactly("no", "yes", "no");

    asked.clear();
    assertThat(yes.or(no).not().and(yes).test(flow)).isFalse();
    assertThat(asked).containsExactly("yes");
  }

  @Test
  void runsATreeOfManyLeavesInOneLoop() {
    FlowFilter filter = no;
    for (int i = 0; i < 1_000; i++) {
      filter = filter.or(no);
    }

    assertThat(filter.or(yes).test(new FlowBuffer())).isTrue();
    assertThat(asked).hasSize(1_002);
  }
}
