package io.conntrack;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures how much memory the calling thread allocates. */
public final class Allocation {

  /** Less than this is nothing: not one object in a thousand calls. */
  public static final double NOTHING = 0.01;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Returns the bytes that a call allocates on average, once warm. What the virtual machine
   * allocates now and then on its own account is far below {@link #NOTHING}.
   */
  public static double bytesPerCall(int calls, Runnable call) {
    run(calls / 10, call);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run(calls, call);
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) calls;
  }

  private static void run(int calls, Runnable call) {
    for (int i = 0; i < calls; i++) {
      call.run();
    }
  }
}
