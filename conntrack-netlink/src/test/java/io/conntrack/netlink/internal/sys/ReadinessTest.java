package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.sys.NetlinkSocket.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadinessTest {
  private final int descriptor = PollCalls.eventfd(0, 0);
  private final Readiness readiness = Readiness.of(descriptor);

  @AfterEach
  void close() {
    DescriptorLease.closeNow(descriptor);
    DescriptorLease.closeNow(readiness.wakeDescriptor());
  }

  @Test
  void seesWhatIsReadable() {
    NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    one.buffer().putLong(0, 1);
    PollCalls.write(descriptor, one.address(), Long.BYTES);

    assertThat(readiness.await(NO_DEADLINE)).isTrue();
  }

  @Test
  void neverReturnsBeforeTheDeadline() {
    long deadline = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(2_500);

    assertThat(readiness.await(deadline)).isFalse();
    assertThat(System.nanoTime() - deadline).isNotNegative();
  }

  @Test
  void doesNotWaitAfterTheDeadline() {
    readiness.wake();

    assertThat(readiness.await(System.nanoTime())).isFalse();
  }

  @Test
  void wakesForGood() {
    readiness.wake();
    readiness.wake();

    assertThat(readiness.await(NO_DEADLINE)).isTrue();
    assertThat(readiness.await(NO_DEADLINE)).isTrue();
  }
}
