package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Flows;
import io.conntrack.filter.KernelTrust;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenDumpsTest {

  private static final Operation DUMP = Operation.of("dump");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Flow FLOW = Flows.tcp().build();

  private final ScriptedKernel first = answering();
  private final ScriptedKernel second = answering();
  private final OpenDumps dumps =
      new OpenDumps(ScriptedKernel.inTurn(first, second), TIMEOUT, KernelTrust.NOTHING);

  /** Answers a dump with two datagrams and its end. */
  private static ScriptedKernel answering() {
    ScriptedKernel kernel = new ScriptedKernel();
    return kernel.on(
        request ->
            kernel.deliver(
                kernel.answers().flow(request.sequence(), FLOW),
                kernel.answers().flow(request.sequence(), FLOW),
                kernel.answers().done(request.sequence(), 0)));
  }

  @Test
  void aDumpThatEndsHalfWayDoesNotSpoilTheNext() {
    FlowSource halfWay = dumps.open(DUMP, FlowFilter.any());
    assertThat(halfWay.next()).isTrue();
    halfWay.close();

    FlowSource next = dumps.open(DUMP, FlowFilter.any());

    assertThat(first.isClosed()).isTrue();
    assertThat(next.next()).isTrue();
    assertThat(next.next()).isTrue();
    assertThat(next.next()).isFalse();
  }

  @Test
  void dumpsRunSideBySide() {
    FlowSource one = dumps.open(DUMP, FlowFilter.any());
    FlowSource other = dumps.open(DUMP, FlowFilter.any());

    assertThat(one.next()).isTrue();
    assertThat(other.next()).isTrue();
    assertThat(Flow.copyOf(one.flow())).isEqualTo(FLOW);
    assertThat(one.next()).isTrue();
    assertThat(other.next()).isTrue();
    assertThat(one.next()).isFalse();
    assertThat(other.next()).isFalse();
  }

  @Test
  void closingClosesTheDumpsThatRun() {
    FlowSource running = dumps.open(DUMP, FlowFilter.any());
    FlowSource unstarted = dumps.open(DUMP, FlowFilter.any());
    running.next();

    dumps.close();

    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(running::next);
    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(unstarted::next);
  }

  @Test
  void noDumpIsOpenedWhenClosed() {
    dumps.close();

    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> dumps.open(DUMP, FlowFilter.any()))
        .withMessage("dump: closed - open another one");
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void closingClosesBothSocketsOfAZeroingDump() {
    dumps.openZeroing(DUMP, FlowFilter.any());

    dumps.close();

    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void noSocketIsLeftIfTheSecondCannotBeOpened() {
    Iterator<ScriptedKernel> sockets = List.of(first).iterator();
    OpenDumps failing =
        new OpenDumps(
            operation -> {
              if (sockets.hasNext()) {
                return sockets.next();
              }
              throw KernelErrors.systemCall(
                  operation, new SystemCallException("socket", Errno.EMFILE));
            },
            TIMEOUT,
            KernelTrust.NOTHING);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> failing.openZeroing(DUMP, FlowFilter.any()))
        .withMessage("dump: socket: too many open files (EMFILE)");
    assertThat(first.isClosed()).isTrue();
  }
}
