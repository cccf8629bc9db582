package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A thread that is expected to wait for events in the kernel. */
final class Waiting<T> {

  private static final long SECONDS_TO_END = 20;

  private final FutureTask<T> task;
  private final Thread thread;

  private Waiting(Callable<T> action) {
    task = new FutureTask<>(action);
    thread = new Thread(task, "consumer");
    thread.setDaemon(true);
  }

  /** Starts a thread and returns once it waits. */
  static <T> Waiting<T> start(Callable<T> action) {
    Waiting<T> waiting = new Waiting<>(action);
    waiting.thread.start();
    while (!isPolling(waiting.thread)) {
      assertThat(waiting.thread.isAlive()).as("the consumer waits").isTrue();
      Thread.onSpinWait();
    }
    return waiting;
  }

  /** Tells whether a thread is in the system call that waits. */
  static boolean isPolling(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(1)
        .anyMatch(
            frame ->
                frame.getClassName().endsWith(".PollCalls")
                    && frame.getMethodName().equals("poll"));
  }

  /** Returns what the action returned. */
  T result() throws Exception {
    return task.get(SECONDS_TO_END, TimeUnit.SECONDS);
  }

  /** Returns what the action threw. */
  Throwable failure() throws Exception {
    try {
      throw new AssertionError("returned " + result());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
