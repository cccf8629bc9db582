package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import io.conntrack.filter.Pushdown;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntryStreamTest {

  private static final Flow FIRST = Flows.tcp(1).build();
  private static final Flow SECOND = Flows.tcp(2).build();

  private final ScriptedKernel kernel = new ScriptedKernel();
  private int opened;

  @BeforeEach
  void answerWithTwoFlows() {
    kernel.on(
        request ->
            kernel.deliver(
                kernel.answers().flow(request.sequence(), FIRST),
                kernel.answers().flow(request.sequence(), SECOND),
                kernel.answers().done(request.sequence(), 0)));
  }

  private Stream<Flow> stream() {
    return EntryStream.of(this::open);
  }

  private FlowSource open() {
    opened++;
    return new FlowDump(
        Operation.of("dump"), kernel, Pushdown.NONE, FlowFilter.any(), Duration.ofSeconds(5));
  }

  @Test
  void deliversFlowsThatLast() {
    assertThat(stream()).containsExactly(FIRST, SECOND);
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void opensNothingBeforeTheFirstFlowIsAskedFor() {
    try (Stream<Flow> flows = stream()) {
      assertThat(flows.filter(flow -> true)).isNotNull();
      assertThat(opened).isZero();
    }
    assertThat(opened).isZero();
  }

  @Test
  void closesTheSocketHalfWay() {
    try (Stream<Flow> flows = stream()) {
      assertThat(flows.findFirst()).contains(FIRST);
      assertThat(kernel.isClosed()).isFalse();
    }
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void saysThatItWasClosed() {
    Stream<Flow> flows = stream();
    Iterator<Flow> iterator = flows.iterator();
    assertThat(iterator.next()).isEqualTo(FIRST);

    flows.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(iterator::next);
  }

  @Test
  void deliversNothingWhenClosedBeforeItBegan() {
    Stream<Flow> flows = stream();
    Iterator<Flow> iterator = flows.iterator();

    flows.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(iterator::hasNext);
    assertThat(kernel.isClosed()).isTrue();
    assertThat(kernel.requests()).isEmpty();
  }

  @Test
  void staysOneDumpWhenAskedToRunInParallel() {
    assertThat(stream().parallel().toList()).containsExactly(FIRST, SECOND);
    assertThat(opened).isEqualTo(1);
  }
}
