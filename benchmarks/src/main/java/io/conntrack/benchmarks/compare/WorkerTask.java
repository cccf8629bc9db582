package io.conntrack.benchmarks.compare;

import io.conntrack.Conntrack;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.benchmarks.AllFields;
import io.conntrack.mirror.LiveTable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the library can be asked to do in a turn. */
enum WorkerTask {
  /** Reads all fields of each flow, keeps nothing. */
  SCAN {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      Reader reader = new Reader();
      Stopwatch stopwatch = new Stopwatch();
      conntrack.table().scan(FlowFilter.any(), reader);
      return stopwatch.stop(reader.result());
    }
  },

  /** Reads all fields of each flow that has the mark. */
  SCAN_MARKED {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      Reader reader = new Reader();
      Stopwatch stopwatch = new Stopwatch();
      conntrack.table().scan(FlowFilter.mark(MARK), reader);
      return stopwatch.stop(reader.result());
    }
  },

  /** Makes an object of each flow, keeps none. */
  STREAM {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      Counter counter = new Counter();
      Stopwatch stopwatch = new Stopwatch();
      try (Stream<Flow> flows = conntrack.table().dump()) {
        flows.forEach(counter);
      }
      return stopwatch.stop(counter.result());
    }
  },

  /** Makes a list of all flows. */
  LIST {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      Stopwatch stopwatch = new Stopwatch();
      List<Flow> flows = listOf(conntrack);
      return stopwatch.stop(flows.size());
    }
  },

  /** Makes a list of all flows and tells the bytes of heap it occupies; no times. */
  HEAP {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      long before = usedHeap();
      List<Flow> flows = listOf(conntrack);
      try {
        return new Sample(0, 0, flows.size(), usedHeap() - before);
      } finally {
        Reference.reachabilityFence(flows);
      }
    }
  },

  /** Deletes the flows that have the mark. */
  DELETE_MARKED {
    @Override
    Sample run(Conntrack conntrack) {
      return delete(conntrack, FlowFilter.mark(MARK));
    }
  },

  /** Deletes the same flows by the prefix of their source. */
  DELETE_PREFIX {
    @Override
    Sample run(Conntrack conntrack) {
      return delete(conntrack, FlowFilter.source(Rows.PREFIX));
    }
  },

  /** Creates flows that are not in the table; making the objects is not measured. */
  CREATE {
    @Override
    Sample run(Conntrack conntrack) {
      Settings settings = Settings.read();
      List<Flow> flows = SampleFlows.list(settings.flows(), settings.created());
      Stopwatch stopwatch = new Stopwatch();
      return stopwatch.stop(conntrack.table().createAll(flows).changed());
    }
  },

  /** Reads all fields of the events that wait in the receive buffer. */
  DRAIN {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      return EventTurn.drain(conntrack);
    }
  },

  /** Follows events at a steady rate; tells the number of lost ones in place of bytes. */
  STEADY {
    @Override
    Sample run(Conntrack conntrack) throws IOException, InterruptedException {
      return EventTurn.follow(conntrack);
    }
  },

  /** Builds a live copy of the table. */
  LIVE {
    @Override
    Sample run(Conntrack conntrack) throws InterruptedException {
      Stopwatch stopwatch = new Stopwatch();
      try (LiveTable live = LiveTable.open(conntrack)) {
        awaitInStep(live);
        return stopwatch.stop(live.size());
      }
    }
  },

  /** Builds a live copy of the table and tells the bytes of heap it occupies; no times. */
  LIVE_HEAP {
    @Override
    Sample run(Conntrack conntrack) throws InterruptedException {
      long before = usedHeap();
      try (LiveTable live = LiveTable.open(conntrack)) {
        awaitInStep(live);
        return new Sample(0, 0, live.size(), usedHeap() - before);
      }
    }
  };

  private static final int MARK = 16;

  private static Sample delete(Conntrack conntrack, FlowFilter filter) {
    Stopwatch stopwatch = new Stopwatch();
    return stopwatch.stop(conntrack.table().deleteAll(filter).changed());
  }

  private static void awaitInStep(LiveTable live) throws InterruptedException {
    if (!live.awaitInStep(Duration.ofMinutes(2))) {
      throw new IllegalStateException("the live table is not in step after two minutes");
    }
  }

  abstract Sample run(Conntrack conntrack) throws IOException, InterruptedException;

  private static List<Flow> listOf(Conntrack conntrack) {
    try (Stream<Flow> flows = conntrack.table().dump()) {
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
