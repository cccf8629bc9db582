package io.conntrack.examples.conntrackd.daemon;

import io.conntrack.Conntrack;
import io.conntrack.examples.conntrackd.control.ControlRequest;
import io.conntrack.examples.conntrackd.control.DaemonCommands;
import io.conntrack.examples.conntrackd.report.CacheReport;
import io.conntrack.examples.conntrackd.report.FlowText;
import io.conntrack.examples.conntrackd.report.RuntimeNumbers;
import io.conntrack.examples.conntrackd.report.RuntimeReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients can ask for in statistics mode. Thread-safe. What is about peers has an empty
 * answer.
 */
final class StatisticsCommands implements DaemonCommands {

  private final Conntrack conntrack;
  private final StatisticsCollector collector;
  private final DaemonLog log;
  private final Requests requests;
  private final Runnable end;
  private final long startNanos = System.nanoTime();
  private final AtomicLong flushes = new AtomicLong();

  /** What is known of the requests of clients. */
  interface Requests {

    /** Returns how many did not arrive. */
    long unread();

    /** Returns how many mean nothing. */
    long unknown();
  }

  StatisticsCommands(
      Conntrack conntrack,
      StatisticsCollector collector,
      DaemonLog log,
      Requests requests,
      Runnable end) {
    this.conntrack = conntrack;
    this.collector = collector;
    this.log = log;
    this.requests = requests;
    this.end = end;
  }

  @Override
  public void execute(ControlRequest request, Appendable answer) throws IOException {
    switch (request) {
      case STATISTICS -> {
        CacheReport.write(answer, collector.cache().numbers());
        CacheReport.writeTraffic(answer, collector.bytes(), collector.packets());
      }
      case STATISTICS_CACHE -> CacheReport.writeExtended(answer, collector.cache().numbers());
      case STATISTICS_RUNTIME -> RuntimeReport.write(answer, runtime());
      case DUMP_INTERNAL -> dump(answer, false);
      case DUMP_INTERNAL_XML -> dump(answer, true);
      case RESYNC, RESYNC_FLOWS -> collector.resync();
      case FLUSH_INTERNAL, FLUSH_FLOW_CACHES -> {
        log.notice("flushing caches");
        collector.cache().clear();
      }
      case FLUSH_KERNEL, FLUSH_KERNEL_FLOWS -> flushKernel();
      case KILL -> end.run();
      default -> {} // about peers and expectations, of which there are none
    }
  }

  private void dump(Appendable answer, boolean xml) throws IOException {
    FlowText text = new FlowText();
    StringBuilder line = new StringBuilder();
    long now = System.nanoTime();
    for (FlowCache.Entry entry : collector.cache().snapshot()) {
      line.setLength(0);
      if (xml) {
        text.appendInternalXml(line, entry.flow());
      } else {
        long age = TimeUnit.NANOSECONDS.toSeconds(now - entry.sinceNanos());
        text.appendInternal(line, entry.flow(), age);
      }
      answer.append(line);
    }
  }

  private void flushKernel() {
    log.notice("flushing kernel conntrack table");
    flushes.incrementAndGet();
    conntrack.table().deleteAll(collector.filter());
  }

  private RuntimeNumbers runtime() {
    return new RuntimeNumbers(
        Duration.ofNanos(System.nanoTime() - startNanos),
        collector.received(),
        collector.filtered(),
        0,
        collector.unreadable(),
        0,
        collector.overruns(),
        flushes.get(),
        collector.resyncs(),
        collector.bufferBytes().orElse(0L),
        requests.unread(),
        requests.unknown());
  }
}
