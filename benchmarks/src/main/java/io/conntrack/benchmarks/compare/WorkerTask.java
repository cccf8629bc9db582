package io.conntrack.benchmarks.compare;

import io.conntrack.ConntrackTable;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.benchmarks.AllFields;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the library can be asked to do in a turn. */
enum WorkerTask {
  /** Reads all fields of each flow, keeps nothing. */
  SCAN {
    @Override
    Sample run(ConntrackTable table) {
      Reader reader = new Reader();
      Stopwatch stopwatch = new Stopwatch();
      table.scan(FlowFilter.any(), reader);
      return stopwatch.stop(reader.result());
    }
  },

  /** Reads all fields of each flow that has the mark. */
  SCAN_MARKED {
    @Override
    Sample run(ConntrackTable table) {
      Reader reader = new Reader();
      Stopwatch stopwatch = new Stopwatch();
      table.scan(FlowFilter.mark(MARK), reader);
      return stopwatch.stop(reader.result());
    }
  },

  /** Makes an object of each flow, keeps none. */
  STREAM {
    @Override
    Sample run(ConntrackTable table) {
      Counter counter = new Counter();
      Stopwatch stopwatch = new Stopwatch();
      try (Stream<Flow> flows = table.dump()) {
        flows.forEach(counter);
      }
      return stopwatch.stop(counter.result());
    }
  },

  /** Makes a list of all flows. */
  LIST {
    @Override
    Sample run(ConntrackTable table) {
      Stopwatch stopwatch = new Stopwatch();
      List<Flow> flows = listOf(table);
      return stopwatch.stop(flows.size());
    }
  },

  /** Makes a list of all flows and tells the bytes of heap it occupies; no times. */
  HEAP {
    @Override
    Sample run(ConntrackTable table) {
      long before = usedHeap();
      List<Flow> flows = listOf(table);
      try {
        return new Sample(0, 0, flows.size(), usedHeap() - before);
      } finally {
        Reference.reachabilityFence(flows);
      }
    }
  };

  private static final int MARK = 16;

  abstract Sample run(ConntrackTable table);

  private static List<Flow> listOf(ConntrackTable table) {
    try (Stream<Flow> flows = table.dump()) {
      return flows.toList();
    }
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

    /** Returns the number of flows; needs what was read, lest the compiler leave it out. */
    long result() {
      return sum == 0 ? 0 : flows;
    }
  }

  private static final class Counter implements Consumer<Flow> {
    private long flows;
    private Flow last;

    @Override
    public void accept(Flow flow) {
      flows++;
      last = flow;
    }

    /** Returns the number of flows; needs the flows, lest the compiler make none. */
    long result() {
      return last == null ? 0 : flows;
    }
  }
}
