package io.conntrack.examples.conntrackd.control;

import java.util.Optional;

/** What a client can ask of the daemon, under the numbers of the original's protocol. */
public enum ControlRequest {
  /** {@code -F ct}: delete the flows of the kernel. */
  FLUSH_KERNEL_FLOWS(0),
  /** {@code -R ct}: read the flows of the kernel again. */
  RESYNC_FLOWS(1),
  /** {@code -i ct}. */
  DUMP_INTERNAL(16),
  /** {@code -e ct}. */
  DUMP_EXTERNAL(17),
  /** {@code -c ct}: put the external flows into the kernel. */
  COMMIT_FLOWS(18),
  /** Empty both caches of flows; no option sends it. */
  FLUSH_FLOW_CACHES(19),
  /** {@code -k}: end. */
  KILL(20),
  /** {@code -s}. */
  STATISTICS(21),
  /** {@code -B}: send all flows to the peer. */
  SEND_BULK(22),
  /** {@code -n}: ask the peer for its flows. */
  REQUEST_RESYNC(23),
  /** {@code -i ct -x}. */
  DUMP_INTERNAL_XML(24),
  /** {@code -e ct -x}. */
  DUMP_EXTERNAL_XML(25),
  /** {@code -t}: flush the kernel's table in a while. */
  RESET_TIMERS(26),
  /** {@code -s network}. */
  STATISTICS_NETWORK(28),
  /** {@code -s cache}. */
  STATISTICS_CACHE(29),
  /** {@code -s runtime}. */
  STATISTICS_RUNTIME(30),
  /** {@code -s link}. */
  STATISTICS_LINK(31),
  /** {@code -s rsqueue}. */
  STATISTICS_RESEND_QUEUE(32),
  /** {@code -f internal}. */
  FLUSH_INTERNAL(33),
  /** {@code -f external}. */
  FLUSH_EXTERNAL(34),
  /** {@code -s process}. */
  STATISTICS_PROCESS(35),
  /** {@code -s queue}. */
  STATISTICS_QUEUE(36),
  /** {@code -s expect}. */
  STATISTICS_EXPECTATIONS(37),
  /** {@code -F expect}. */
  FLUSH_KERNEL_EXPECTATIONS(38),
  /** {@code -R expect}. */
  RESYNC_EXPECTATIONS(39),
  /** {@code -i expect}. */
  DUMP_INTERNAL_EXPECTATIONS(40),
  /** {@code -e expect}. */
  DUMP_EXTERNAL_EXPECTATIONS(41),
  /** {@code -c expect}. */
  COMMIT_EXPECTATIONS(42),
  /** {@code -F}. */
  FLUSH_KERNEL(43),
  /** {@code -R}. */
  RESYNC(44),
  /** {@code -f}. */
  FLUSH_CACHES(45),
  /** {@code -c}. */
  COMMIT(46),
  /** {@code -i expect -x}. */
  DUMP_INTERNAL_EXPECTATIONS_XML(47),
  /** {@code -e expect -x}. */
  DUMP_EXTERNAL_EXPECTATIONS_XML(48);

  private final int number;

  ControlRequest(int number) {
    this.number = number;
  }

  /** Returns its number, 0 to 48. */
  public int number() {
    return number;
  }

  /** Finds the request with a number. */
  static Optional<ControlRequest> of(int number) {
    for (ControlRequest one : values()) {
      if (one.number == number) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
