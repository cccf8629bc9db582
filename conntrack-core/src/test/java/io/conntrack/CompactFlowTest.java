package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.spi.FlowBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A flow keeps each field of the view that it was copied from. */
class CompactFlowTest {

  private final FlowBuffer view = new FlowBuffer();

  @ParameterizedTest
  @EnumSource
  void keepsEachField(FlowField field) {
    field.set(view, 200);

    Flow flow = Flow.copyOf(view);

    assertThat(flow.attributeBits()).isEqualTo(field.attribute().bit());
    assertThat(field.get(flow)).isEqualTo(field.get(view));
  }

  @ParameterizedTest
  @EnumSource
  void keepsAllBitsOfEachField(FlowField field) {
    field.set(view, -1);

    Flow flow = Flow.copyOf(view);

    assertThat(field.get(flow)).isEqualTo(field.get(view));
  }

  @ParameterizedTest
  @EnumSource
  void keepsZeroAsPresent(FlowField field) {
    field.set(view, 0);

    Flow flow = Flow.copyOf(view);

    assertThat(flow.has(field.attribute())).isTrue();
    assertThat(field.get(flow)).isEqualTo(field.get(view));
  }

  @ParameterizedTest
  @EnumSource
  void lacksWhatTheViewLacks(FlowField field) {
    Flow flow = Flow.copyOf(view);

    assertThat(flow.has(field.attribute())).isFalse();
    assertThat(field.get(flow)).isEqualTo(field.get(new FlowBuffer()));
  }

  @ParameterizedTest
  @EnumSource
  void staysWhenTheViewChanges(FlowField field) {
    field.set(view, 200);
    Object before = field.get(view);

    Flow flow = Flow.copyOf(view);
    field.set(view, 1);
    view.clear();

    assertThat(flow.has(field.attribute())).isTrue();
    assertThat(field.get(flow)).isEqualTo(before);
  }

  @Law
  void keepsEverythingOfAnyFlow(long seed) {
    FlowBuffer any = RandomFlows.next(new Random(seed));

    Flow flow = Flow.copyOf(any);

    assertThat(flow.attributeBits()).as("seed %d", seed).isEqualTo(any.attributeBits());
    assertThat(flow.original()).as("seed %d", seed).isEqualTo(Tuple.copyOf(any.original()));
    assertThat(flow.reply()).as("seed %d", seed).isEqualTo(Tuple.copyOf(any.reply()));
    assertThat(Arrays.stream(FlowField.values()).map(field -> field.get(flow)))
        .as("seed %d", seed)
        .containsExactlyElementsOf(
            Arrays.stream(FlowField.values()).map(field -> field.get(any)).toList());
  }
}
