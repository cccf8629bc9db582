package io.conntrack.benchmarks.compare;

import java.io.IOException;

/** One way to do a job; takes turns with others. */
interface Contender {

  /** Returns the word that stands for it in a table. */
  String name();

  /** Says what it does. */
  String description();

  /** Does the job once. */
  Sample run() throws IOException, InterruptedException;

  /** Does the job once, and fails unless it saw so many flows. */
  default Sample run(long expectedFlows) throws IOException, InterruptedException {
    Sample sample = run();
    if (sample.flows() != expectedFlows) {
      throw new IllegalStateException(
          name() + " saw " + sample.flows() + " flows instead of " + expectedFlows);
    }
    return sample;
  }

  /** Returns the same, followed by a job that is not measured. */
  default Contender then(Contender restoration) {
    Contender first = this;
    return new Contender() {
      @Override
      public String name() {
        return first.name();
      }

      @Override
      public String description() {
        return first.description();
      }

      @Override
      public Sample run() throws IOException, InterruptedException {
        Sample sample = first.run();
        restoration.run();
        return sample;
      }
    };
  }
}
