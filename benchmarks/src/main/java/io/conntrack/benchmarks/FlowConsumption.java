package io.conntrack.benchmarks;

import io.conntrack.Flow;
import io.conntrack.spi.FlowBuffer;
import org.openjdk.jmh.infra.Blackhole;

/** What is done with a flow that was decoded. */
public enum FlowConsumption {
  /** Nothing. */
  DECODED {
    @Override
    void accept(FlowBuffer flow, Blackhole blackhole) {
      blackhole.consume(flow);
    }
  },
  /** Every accessor is called. */
  ALL_FIELDS {
    @Override
    void accept(FlowBuffer flow, Blackhole blackhole) {
      blackhole.consume(AllFields.sum(flow));
    }
  },
  /** An object is made of it. */
  MATERIALIZED {
    @Override
    void accept(FlowBuffer flow, Blackhole blackhole) {
      blackhole.consume(Flow.copyOf(flow));
    }
  };

  abstract void accept(FlowBuffer flow, Blackhole blackhole);
}
