package io.conntrack;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static io.conntrack.EventType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventOptionsTest {

  @Test
  void hasDefaults() {
    EventOptions options = EventOptions.DEFAULT;

    assertThat(options.flows()).containsExactly(NEW, DESTROY);
    assertThat(options.expectations()).isEmpty();
    assertThat(options.filter()).isEqualTo(FlowFilter.any());
    assertThat(options.policy()).isEqualTo(LossPolicy.REPORT);
    assertThat(options.isReliable()).isFalse();
    assertThat(options.namespaces()).isEmpty();
    assertThat(options.bufferEvents()).isEqualTo(6_500);
    assertThat(options.bufferLimit()).isEqualTo(52_000);
    assertThat(options.batchSize()).isEqualTo(64);
  }

  @Test
  void keepsEverythingThatIsChosen() {
    FlowFilter filter = FlowFilter.protocol(Protocol.TCP);
    EventOptions options =
        EventOptions.of(UPDATE)
            .expectations(NEW)
            .filter(filter)
            .policy(LossPolicy.RESYNC)
            .reliable(true)
            .namespaces(List.of(Path.of("/run/netns/blue")))
            .buffer(10, 20)
            .batchSize(5);

    assertThat(options.flows()).containsExactly(UPDATE);
    assertThat(options.expectations()).containsExactly(NEW);
    assertThat(options.filter()).isEqualTo(filter);
    assertThat(options.policy()).isEqualTo(LossPolicy.RESYNC);
    assertThat(options.isReliable()).isTrue();
    assertThat(options.namespaces()).containsExactly(Path.of("/run/netns/blue"));
    assertThat(options.bufferEvents()).isEqualTo(10);
    assertThat(options.bufferLimit()).isEqualTo(20);
    assertThat(options.batchSize()).isEqualTo(5);
  }

  @Test
  void staysAsItIs() {
    EventOptions options = EventOptions.of(NEW);
    EventOptions changed = options.flows(DESTROY).reliable(true).batchSize(1);

    assertThat(options.flows()).containsExactly(NEW);
    assertThat(options.isReliable()).isFalse();
    assertThat(options.batchSize()).isEqualTo(64);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> changed.flows().add(NEW));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "11, 10", "1, 800001", "-1, -1"})
  void refusesABufferOutOfRange(int events, int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventOptions.DEFAULT.buffer(events, limit))
        .withMessage(
            "buffer of %s to %s events is not allowed: 1 <= events <= limit <= 800000",
            events, limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025})
  void refusesABatchOutOfRange(int events) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventOptions.DEFAULT.batchSize(events))
        .withMessage("batch of %s events is out of range: 1 to 1024", events);
  }

  @Test
  void refusesANamespaceThatIsNamedTwice() {
    Path blue = Path.of("/run/netns/blue");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventOptions.DEFAULT.namespaces(List.of(blue, blue)))
        .withMessageContaining("/run/netns/blue")
        .withMessageEndingWith("repeat one of them");
  }
}
