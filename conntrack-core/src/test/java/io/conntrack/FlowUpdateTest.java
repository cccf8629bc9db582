package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowUpdateTest {

  @Test
  void ofAMarkChangesTheMarkAlone() {
    FlowUpdate update = FlowUpdate.mark(0x10);

    assertThat(update.markBits()).hasValue(0x10);
    assertThat(update.markMask()).isEqualTo(-1);
    assertThat(update.timeoutSeconds()).isEmpty();
    assertThat(update.addedStatus()).isEqualTo(Status.of(0));
    assertThat(update.tcpState()).isEmpty();
    assertThat(update.labels()).isEmpty();
  }

  @Test
  void ofATimeoutLeavesTheMarkAlone() {
    FlowUpdate update = FlowUpdate.timeout(Duration.ofMillis(1_500));

    assertThat(update.timeoutSeconds()).hasValue(2);
    assertThat(update.markBits()).isEmpty();
  }

  @Test
  void keepsAMarkOfZero() {
    assertThat(FlowUpdate.mark(0).markBits()).hasValue(0);
    assertThat(FlowUpdate.mark(0, 0xff).markBits()).hasValue(0);
    assertThat(FlowUpdate.mark(0, 0xff).markMask()).isEqualTo(0xff);
  }

  @Test
  void keepsATimeoutOfZeroAndTheLongest() {
    assertThat(FlowUpdate.timeout(Duration.ZERO).timeoutSeconds()).hasValue(0);
    assertThat(FlowUpdate.timeout(Duration.ofSeconds(4_294_967_295L)).timeoutSeconds())
        .hasValue(4_294_967_295L);
  }

  @Test
  void changesSeveralThings() {
    FlowUpdate update =
        FlowUpdate.builder()
            .timeout(Duration.ofSeconds(30))
            .addStatus(Status.ASSURED)
            .addStatus(Status.SEEN_REPLY)
            .tcpState(TcpState.NONE)
            .mark(0x10, 0xff)
            .labels(Labels.NONE, Labels.of(3, 127))
            .build();

    assertThat(update.timeoutSeconds()).hasValue(30);
    assertThat(update.addedStatus()).isEqualTo(Status.ASSURED.with(Status.SEEN_REPLY));
    assertThat(update.tcpState()).contains(TcpState.NONE);
    assertThat(update.markBits()).hasValue(0x10);
    assertThat(update.markMask()).isEqualTo(0xff);
    assertThat(update.labels()).contains(Labels.NONE);
    assertThat(update.labelsMask()).isEqualTo(Labels.of(3, 127));
  }

  @Test
  void takesTheLastMark() {
    FlowUpdate update = FlowUpdate.builder().mark(1, 0xff).mark(2).build();

    assertThat(update.markBits()).hasValue(2);
    assertThat(update.markMask()).isEqualTo(-1);
  }

  @Test
  void staysWhenItsBuilderGoesOn() {
    FlowUpdate.Builder builder = FlowUpdate.builder().mark(1);

    FlowUpdate update = builder.build();
    builder.mark(2).timeout(Duration.ZERO);

    assertThat(update.markBits()).hasValue(1);
    assertThat(update.timeoutSeconds()).isEmpty();
  }

  static Stream<Arguments> updatesAndTheirTexts() {
    return Stream.of(
        arguments(FlowUpdate.mark(0), "mark 0x0"),
        arguments(FlowUpdate.mark(-1), "mark 0xffffffff"),
        arguments(FlowUpdate.mark(0x10, 0xff), "mark 0x10/0xff"),
        arguments(FlowUpdate.timeout(Duration.ofSeconds(4_294_967_295L)), "timeout 4294967295s"),
        arguments(
            FlowUpdate.builder()
                .mark(0x10, 0xff)
                .labels(Labels.of(3), Labels.of(3, 4))
                .tcpState(TcpState.CLOSE)
                .addStatus(Status.ASSURED)
                .timeout(Duration.ofSeconds(30))
                .build(),
            "timeout 30s status ASSURED state CLOSE mark 0x10/0xff labels {3}/{3, 4}"));
  }

  @ParameterizedTest
  @MethodSource("updatesAndTheirTexts")
  void saysWhatItChanges(FlowUpdate update, String text) {
    assertThat(update).hasToString(text);
  }

  @Test
  void refusesToChangeNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().build())
        .withMessage(
            "an update must change something - set a mark, timeout, status, state or labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().addStatus(Status.of(0)).build());
  }

  @Test
  void refusesMarkBitsOutsideTheMask() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.mark(0x110, 0xff))
        .withMessage("mark 0x110 does not lie inside mask 0xff - clear the bits outside it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.mark(-1, Integer.MAX_VALUE))
        .withMessageStartingWith("mark 0xffffffff does not lie inside mask 0x7fffffff");
  }

  @Test
  void refusesAMaskThatSelectsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.mark(0, 0))
        .withMessage("mark mask 0x0 selects no bit - name at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().labels(Labels.NONE, Labels.NONE))
        .withMessage("labels mask {} selects no label - name at least one");
  }

  @Test
  void refusesLabelsOutsideTheMask() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().labels(Labels.of(3, 64), Labels.of(3)))
        .withMessageStartingWith("labels {3, 64} do not lie inside mask {3}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1, 0x8, 0x10, 0x20, 0x200, 0x800, 0x1000, 0x4000, 0x8000, 0x10000})
  void refusesStatusBitsThatAreTheKernels(int bit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.builder().addStatus(Status.ASSURED.with(Status.of(bit))))
        .withMessage(
            "status %s cannot be set - allowed: SEEN_REPLY|ASSURED|FIXED_TIMEOUT|HELPER",
            Status.of(bit));
  }

  @Test
  void refusesATimeoutOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowUpdate.timeout(Duration.ofSeconds(0x100000000L)))
        .withMessage("timeout PT1193046H28M16S is out of range: 0 to 4294967295 seconds");
  }
}
