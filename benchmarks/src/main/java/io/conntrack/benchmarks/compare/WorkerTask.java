package io.conntrack.benchmarks.compare;

import com.sun.management.ThreadMXBean;
import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.benchmarks.AllFields;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the library can be asked to do in a turn. */
enum WorkerTask {
  /** Reads all fields of each flow, keeps nothing; counts the bytes that the thread allocates. */
  SCAN {
    @Override
    Sample run(ConntrackTable table) {
      Reader reader = new Reader();
      long allocated = allocatedBytes();
      long start = System.nanoTime();
      table.scan(FlowFilter.any(), reader);
      long nanos = System.nanoTime() - start;
      return new Sample(nanos, reader.flows, allocatedBytes() - allocated);
    }
  },

  /** Makes an object of each flow, keeps none; counts the bytes that the thread allocates. */
  STREAM {
    @Override
    Sample run(ConntrackTable table) {
      Counter counter = new Counter();
      long allocated = allocatedBytes();
      long start = System.nanoTime();
      try (Stream<Flow> flows = table.dump()) {
        flows.forEach(counter);
      }
      long nanos = System.nanoTime() - start;
      return new Sample(nanos, counter.flows, allocatedBytes() - allocated);
    }
  },

  /** Makes a list of all flows; counts the bytes that the thread allocates. */
  LIST {
    @Override
    Sample run(ConntrackTable table) {
      long allocated = allocatedBytes();
      long start = System.nanoTime();
      List<Flow> flows = listOf(table);
      long nanos = System.nanoTime() - start;
      return new Sample(nanos, flows.size(), allocatedBytes() - allocated);
    }
  },

  /** Makes a list of all flows, and tells how many bytes of heap it occupies; the time means nothing. */
  HEAP {
    @Override
    Sample run(ConntrackTable table) {
      long before = usedHeap();
      List<Flow> flows = listOf(table);
      long kept = usedHeap() - before;
      Reference.reachabilityFence(flows);
      return new Sample(0, flows.size(), kept);
    }
  };

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  abstract Sample run(ConntrackTable table);

  private static List<Flow> listOf(ConntrackTable table) {
    try (Stream<Flow> flows = table.dump()) {
      return flows.toList();
    }
  }

  private static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static final class Reader implements Consumer<FlowView> {
    private long flows;
    private long sum;

    @Override
    public void accept(FlowView flow) {
      flows++;
      sum += AllFields.sum(flow);
    }
  }

  /** Holds the flow for a moment, lest the compiler make none. */
  private static final class Counter implements Consumer<Flow> {
    private long flows;
    private Flow last;

    @Override
    public void accept(Flow flow) {
      flows++;
      last = flow;
    }
  }
}
