package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** A receive on another thread that is expected to block. */
final class BlockedReceive {
  private static final long SECONDS_TO_END = 20;

  private final FutureTask<Integer> task;
  private final Thread thread;

  private BlockedReceive(IntSupplier receive) {
    this.task = new FutureTask<>(receive::getAsInt);
    this.thread = new Thread(task, "receiver");
  }

  static BlockedReceive start(IntSupplier receive) {
    BlockedReceive blocked = new BlockedReceive(receive);
    blocked.thread.setDaemon(true);
    blocked.thread.start();
    return blocked;
  }

  /** Waits until the thread is in {@code poll}. */
  void awaitBlocked() {
    while (!isPolling()) {
      assertThat(thread.isAlive()).as("the receiver waits").isTrue();
      Thread.onSpinWait();
    }
  }

  private boolean isPolling() {
    StackTraceElement[] frames = thread.getStackTrace();
    return frames.length > 0 && frames[0].getMethodName().equals("poll");
  }

  int result() throws InterruptedException, ExecutionException, TimeoutException {
    return task.get(SECONDS_TO_END, TimeUnit.SECONDS);
  }

  /** Returns what ended the receive. */
  Throwable failure() throws InterruptedException, TimeoutException {
    try {
      throw new AssertionError("received " + task.get(SECONDS_TO_END, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
