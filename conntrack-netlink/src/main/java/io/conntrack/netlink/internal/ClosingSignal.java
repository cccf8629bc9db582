package io.conntrack.netlink.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Wakes those who wait when the table is closed. Thread-safe. */
final class ClosingSignal {

  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Waits for this long.
   *
   * @throws io.conntrack.ConntrackClosedException as soon as the table is closed
   */
  void pause(Operation operation, long nanos) throws InterruptedException {
    if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
      throw KernelErrors.closed(operation);
    }
  }

  /** Wakes those who wait, and those who will. */
  void give() {
    closed.countDown();
  }
}
