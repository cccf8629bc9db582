package io.conntrack.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures from its making on: time, CPU time of the process, bytes that this thread allocates. */
final class Stopwatch {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final long bytes = THREADS.getCurrentThreadAllocatedBytes();
  private final long cpuNanos = PROCESS.getProcessCpuTime();
  private final long wallNanos = System.nanoTime();

  /** Returns what was measured while so many flows were seen. */
  Sample stop(long flows) {
    long wallPassed = System.nanoTime() - wallNanos;
    long cpuUsed = PROCESS.getProcessCpuTime() - cpuNanos;
    return new Sample(wallPassed, cpuUsed, flows, THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }
}
