package io.conntrack;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures how much memory the calling thread allocates. */
public final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 1_000;

  private Allocation() {}

  /** Returns the bytes that this many calls allocate together, once warm. */
  public static long bytes(int calls, Runnable call) {
    run(WARM_UP, call);
    THREADS.getCurrentThreadAllocatedBytes();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run(calls, call);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void run(int calls, Runnable call) {
    for (int i = 0; i < calls; i++) {
      call.run();
    }
  }
}
